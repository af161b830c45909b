import { readPage } from '../../rules/page.ts';
import { openAsff } from './asff.ts';
import { openCsv } from './csv.ts';
import type { Format, OpenReporter } from './format.ts';
import { openGithub } from './github.ts';
import { openGitlab } from './gitlab.ts';
import { openHtml } from './html/html.ts';
import { openJson } from './json.ts';
import { openJunit } from './junit.ts';
import { openKeys } from './keys.ts';
import { openMarkdown } from './markdown/markdown.ts';
import { openNdjson } from './ndjson.ts';
import { openOcsf } from './ocsf/ocsf.ts';
import { openScans } from './scans.ts';
import { openSarif } from './sarif/sarif.ts';

export { countUnplaced } from './asff.ts';
export { countUndated } from './ocsf/ocsf.ts';
export { openHtmlFolder, type Folder } from './html/html.ts';

/** The formats that a run for people does not load. */
export const reporters: Readonly<Record<Exclude<Format, 'text'>, OpenReporter>> = {
  json: openJson,
  ndjson: openNdjson,
  keys: openKeys,
  scans: openScans,
  sarif: (head, options) => openSarif(head, options, readPage),
  junit: openJunit,
  github: openGithub,
  gitlab: openGitlab,
  markdown: openMarkdown,
  csv: openCsv,
  asff: openAsff,
  ocsf: openOcsf,
  html: openHtml,
};
