import { readPage } from '../../rules/page.ts';
import { renderAsff } from './asff.ts';
import { renderCsv } from './csv.ts';
import type { Format, Reporter } from './format.ts';
import { renderGithub } from './github.ts';
import { renderGitlab } from './gitlab.ts';
import { renderHtml } from './html/html.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { renderSarif } from './sarif/sarif.ts';

export { countUnplaced } from './asff.ts';

/** The formats that a run for people does not load. */
export const renderers: Readonly<Record<Exclude<Format, 'text'>, Reporter>> = {
  json: renderJson,
  sarif: (report, options) => renderSarif(report, options, readPage),
  junit: renderJunit,
  github: renderGithub,
  gitlab: renderGitlab,
  markdown: renderMarkdown,
  csv: renderCsv,
  asff: renderAsff,
  html: renderHtml,
};
