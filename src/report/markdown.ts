import type { Gap } from '../model/inventory.ts';
import { unknownReasons } from '../model/value.ts';
import { pageUrl } from './print/links.ts';
import { toCode, toLiteral, toProse } from './print/markdown-text.ts';
import { byWorst } from './print/order.ts';
import { describeGap, describePlace } from './print/place.ts';
import { titlesOf } from './print/title.ts';
import { isActive, type Report, type ReportedFinding, type ReportOptions } from '../lint/report.ts';
import { summarizeInLine } from './print/summary-line.ts';

/** GitHub refuses comments of more than 65,536 characters; GitLab's limit is higher. Bytes of UTF-8 are never fewer. */
const longest = 65_536;

/** The longest subject, message or place in a table. */
const longestText = 300;

/** The longest line of a remedy. */
const longestLine = 1000;

/** Shares of the space; what one leaves is for the next. */
const shares = { failures: 0.5, gaps: 0.1, undecided: 0.15, other: 0.1 };

/** For a comment on a pull request or the summary of a job: worst first, and never too long to be posted. */
export function renderMarkdown(report: Report, options: ReportOptions): string {
  const titleOf = titlesOf(report.rules);
  const active = report.findings.filter(isActive).toSorted(byWorst);
  const failures = active.filter(({ kind }) => kind === 'fail');
  const undecided = options.quiet ? [] : active.filter(({ kind }) => kind === 'open');
  const others = options.all ? report.findings.filter((finding) => !isPending(finding)) : [];
  const gaps = options.quiet ? [] : report.gaps;
  const page = newPage(longest);
  page.add(`## kmslint: ${failures.length === 0 ? 'no findings' : 'findings'}\n\n`);
  page.add(`${summarizeInLine(report.summary)}\n`);
  page.addRows(shares.failures, {
    head: table(['Severity', 'Resource', 'Finding', 'Place']),
    rows: failures.map((finding) => toRow(finding, finding.severity, titleOf(finding))),
    tail: '',
  });
  page.addRows(shares.gaps, {
    head: '\n**Not read, so what they hold was not judged:**\n\n',
    rows: gaps.map(toGap),
    tail: '',
  });
  page.addRows(shares.undecided, {
    head: fold(`Undecided: ${undecided.length}`) + table(['', 'Resource', 'Finding', 'Place']),
    rows: undecided.map((finding) => toRow(finding, 'open', titleOf(finding))),
    tail: unfold,
  });
  page.addRows(shares.other, {
    head: fold(`Other verdicts: ${others.length}`) + table(['', 'Resource', 'Verdict', 'Place']),
    rows: others.map((finding) => toRow(finding, describeOther(finding), titleOf(finding))),
    tail: unfold,
  });
  page.addRows(1, {
    head: fold('How to fix'),
    rows: failures.flatMap(toRemedy),
    tail: unfold,
  });
  return page.text();
}

/** The reason too, unless the text says it already. */
function toGap(gap: Gap): string {
  const why =
    describeGap(gap) === gap.what ? '' : `: ${toProse(unknownReasons[gap.reason], longestText)}`;
  return `- ${toCode(gap.what, longestText)}${why}\n`;
}

function isPending(finding: ReportedFinding): boolean {
  return isActive(finding) && (finding.kind === 'fail' || finding.kind === 'open');
}

function describeOther({ kind, suppression, baselineState }: ReportedFinding): string {
  if (kind === 'notApplicable') return 'not applicable';
  if (suppression !== null) return 'suppressed';
  return baselineState === 'unchanged' && kind !== 'pass' ? 'in the baseline' : kind;
}

function table(names: readonly string[]): string {
  return `\n| ${names.join(' | ')} |\n|${' --- |'.repeat(names.length)}\n`;
}

function toRow(
  { ruleId, subject, message, location, suppression }: ReportedFinding,
  label: string,
  title: string,
): string {
  const reason = suppression === null ? '' : ` (${suppression.reason})`;
  const cells = [
    label,
    toCode(subject, longestText),
    `[${toProse(title, longestText)}](${pageUrl(ruleId)}): ${toProse(`${message}${reason}`, longestText)}`,
    toCode(describePlace(location, subject), longestText),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

function toRemedy({ subject, remedy = [] }: ReportedFinding): readonly string[] {
  if (remedy.length === 0) return [];
  const lines = remedy.map((line) => `${toLiteral(line, longestLine)}\n`);
  return [`\n${toCode(subject, longestText)}\n\n\`\`\`\n${lines.join('')}\`\`\`\n`];
}

function fold(title: string): string {
  return `\n<details><summary>${title}</summary>\n`;
}

const unfold = '\n</details>\n';

interface Section {
  readonly head: string;
  readonly rows: readonly string[];
  readonly tail: string;
}

interface Page {
  readonly add: (text: string) => void;
  /** As many rows as its share of the space holds, and how many were left out; nothing where there are none. */
  readonly addRows: (share: number, section: Section) => void;
  readonly text: () => string;
}

function newPage(bytes: number): Page {
  const parts: string[] = [];
  let left = bytes;
  const add = (text: string): void => {
    parts.push(text);
    left -= Buffer.byteLength(text);
  };
  const addRows = (share: number, { head, rows, tail }: Section): void => {
    if (rows.length === 0) return;
    const frame = Buffer.byteLength(head + tail) + Buffer.byteLength(describeRest(rows.length));
    let space = Math.min(left, bytes * share) - frame;
    const count = rows.findIndex((row) => (space -= Buffer.byteLength(row)) < 0);
    const shown = count === -1 ? rows : rows.slice(0, count);
    const rest = rows.length - shown.length;
    if (frame > left) return;
    add(head + shown.join('') + (rest === 0 ? '' : describeRest(rest)) + tail);
  };
  return { add, addRows, text: () => parts.join('') };
}

function describeRest(count: number): string {
  return `\n…and ${count} more, left out here for length.\n`;
}
