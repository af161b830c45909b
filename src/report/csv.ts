import { escapeText } from '../text/escape.ts';
import { pathOf } from '../model/location.ts';
import { decidedAt, describeCalls } from './print/blocks/calls.ts';
import { pageUrl } from './print/links.ts';
import { linesOf } from './print/place.ts';
import { describeRelated } from './print/related.ts';
import { titlesOf } from './print/title.ts';
import {
  reported,
  type ReportedFinding,
  type ReportHead,
  type ReportOptions,
} from '../lint/report.ts';
import type { Reporter } from './format.ts';

type Cell = string | number | null;

/** The columns, in their order; later versions may add some at the end. */
const columns: Readonly<Record<string, (finding: ReportedFinding, title: string) => Cell>> = {
  severity: ({ severity }) => severity,
  kind: ({ kind }) => kind,
  rule: ({ ruleId }) => ruleId,
  title: (_, title) => title,
  subject: ({ subject }) => subject,
  account: ({ account }) => account,
  region: ({ region }) => region,
  source: ({ source }) => source,
  scope: ({ scope }) => scope,
  path: ({ location }) => linesOf(location)?.path ?? pathOf(location),
  line: ({ location }) => linesOf(location)?.line ?? null,
  column: ({ location }) => linesOf(location)?.column ?? null,
  pointer: ({ location }) => (location.kind === 'plan' ? location.pointer : null),
  message: ({ message }) => message,
  suppression: ({ suppression }) => suppression?.kind ?? null,
  reason: ({ suppression }) => suppression?.reason ?? null,
  baseline: ({ baselineState }) => baselineState,
  fingerprint: ({ fingerprint }) => fingerprint,
  help: ({ ruleId }) => pageUrl(ruleId),
  related: (finding) => describeRelated(finding).join('; '),
  environments: ({ environments = [] }) => environments.join(' '),
  aliases: ({ owner }) => (owner?.aliases ?? []).join(' '),
  owner: ({ owner }) =>
    Object.entries(owner?.tags ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join('; '),
  description: ({ owner }) => owner?.description ?? null,
  accountName: ({ accountName = null }) => accountName,
  rootModule: ({ rootModule = null }) => rootModule,
  decidedPath: (finding) => decidedAt(finding)?.path ?? null,
  decidedLine: (finding) => decidedAt(finding)?.line ?? null,
  calls: (finding) => describeCalls(finding).join('; '),
  previous: ({ previousState }) => previousState ?? null,
};

/** For spreadsheets: RFC 4180, a header row, one line for each finding. Gaps have no line of their own. */
export function openCsv({ rules }: ReportHead, options: ReportOptions): Reporter {
  const titleOf = titlesOf(rules);
  let isHeaded = false;
  function* head(): Generator<string> {
    if (!isHeaded) yield toRow(Object.keys(columns));
    isHeaded = true;
  }
  return {
    *part(part) {
      yield* head();
      for (const finding of reported(part, options)) {
        yield toRow(Object.values(columns).map((read) => read(finding, titleOf(finding))));
      }
    },
    end: head,
  };
}

function toRow(cells: readonly Cell[]): string {
  return `${cells.map(toField).join(',')}\r\n`;
}

function toField(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = disarm(escapeText(cell));
  return /^[\w./:#@ ()[\]~-]*$/.test(text) && text.trim() === text
    ? text
    : `"${text.replaceAll('"', '""')}"`;
}

/**
 * A spreadsheet takes a cell that begins with one of these for a formula, as OWASP describes; an apostrophe
 * before it makes it text. The wide forms count too in some.
 */
function disarm(text: string): string {
  return /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
}
