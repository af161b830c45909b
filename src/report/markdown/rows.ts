import {
  percentageOf,
  type ControlCounts,
  type FixedFinding,
  type ReportedFinding,
} from '../../lint/report.ts';
import type { RemedyPart } from '../../model/finding.ts';
import { escapeText } from '../../text/escape.ts';
import { ownerLines } from '../groups/owner.ts';
import type { Block } from '../print/blocks/blocks.ts';
import { describeOrigin } from '../print/blocks/calls.ts';
import { describeCause, tellCause, type Cause } from '../print/causes.ts';
import { groupBy } from '../print/group.ts';
import { pageUrl } from '../print/links.ts';
import { toCode, toLiteral, toProse } from '../print/markdown-text.ts';
import { describePlace } from '../print/place.ts';
import { toMarkdownRows } from '../print/policy-rows.ts';
import { describeRelated, wholeMessage } from '../print/related.ts';
import { table } from './page.ts';

/** The longest subject, message or place in a table. */
export const longestText = 300;

/** The longest line of a remedy. */
const longestLine = 1000;

/** The most places of one fault in a table. */
const mostPlaces = 10;

/** The most statements of two policies side by side. */
const mostRows = 40;

export const controlHeads = ['Control', 'Pass', 'Fail', 'Cannot be told', 'Do not apply', 'Share'];

/** How many keys meet a control; the share is of those that it applies to. */
export function toControl(counts: ControlCounts): string {
  const { control, pass, fail, open, notApplicable } = counts;
  const cells = [toProse(control, longestText), pass, fail, open, notApplicable];
  return `| ${cells.join(' | ')} | ${percentageOf(counts) ?? '–'} % |\n`;
}

/** What one cause left unread, and the verdicts that wait for it. */
export function toGap(cause: Cause): string {
  const [gap, ...others] = cause;
  const what = others.length === 0 ? gap.what : tellCause(cause).text;
  const rest = describeCause(cause).slice(what.length);
  return `- ${toCode(what, longestLine)}${toProse(rest, longestLine)}\n`;
}

/** A failure that is there no more. */
export function toFixedRow({ severity, subject, ruleId }: FixedFinding): string {
  const name = toProse(ruleId, longestText);
  return `| ${severity} | ${toCode(subject, longestText)} | [${name}](${pageUrl(ruleId)}) |\n`;
}

/** A name in a list. */
export function toItem(name: string): string {
  return `- ${toCode(name, longestText)}\n`;
}

/** The label of a verdict that does not count. */
export function describeOther({ kind, suppression, baselineState }: ReportedFinding): string {
  if (kind === 'notApplicable') return 'not applicable';
  if (suppression !== null) return 'suppressed';
  return baselineState === 'unchanged' && kind !== 'pass' ? 'in the baseline' : kind;
}

/** A fault as a row of a table. */
export function toRow(block: Block, label: string, title: string): string {
  const [finding, ...others] = block;
  const { ruleId, subject, location, suppression } = finding;
  const reason = suppression === null ? '' : ` (${suppression.reason})`;
  const isOne = others.length === 0;
  const text = isOne ? wholeMessage(finding) : finding.message;
  const origin = isOne ? describeOrigin(finding) : '';
  const cells = [
    label,
    isOne ? [toCode(subject, longestText), ...notesOf(finding)].join('<br>') : toPlaces(block),
    `[${toProse(title, longestText)}](${pageUrl(ruleId)}): ${toProse(`${text}${reason}`, longestText)}`,
    `${toCode(describePlace(location, subject), longestText)}${origin === '' ? '' : `<br>${toProse(origin, longestText)}`}`,
  ];
  return `| ${cells.join(' | ')} |\n`;
}

/** Where one fault is seen, by the calls that lead there. */
function toPlaces(block: Block): string {
  const shown = block.slice(0, mostPlaces);
  const lines = [...groupBy(shown, describeOrigin)].flatMap(([origin, findings]) => [
    ...(origin === '' ? [] : [`${toProse(origin, longestText)}:`]),
    ...findings.map((finding) => {
      const related = describeRelated(finding).map((line) => toProse(line, longestText));
      return [toCode(finding.subject, longestText), ...notesOf(finding), ...related].join('<br>');
    }),
  ]);
  const rest = block.length - shown.length;
  return [`${block.length} places`, ...lines, ...(rest === 0 ? [] : [`…and ${rest} more`])].join(
    '<br>',
  );
}

/** Whose it is, beside a subject: never first in its cell. */
function notesOf(finding: ReportedFinding): readonly string[] {
  return ownerLines(finding).map((line) => toProse(line, longestText));
}

/** How to mend a finding, below its name; nothing where nobody knows. */
export function toRemedy({ subject, remedy = [], patch }: ReportedFinding): readonly string[] {
  if (remedy.length === 0) return [];
  const parts = [...remedy.map(toRemedyPart), ...(patch === undefined ? [] : [toDiff(patch)])];
  return [`\n${toCode(subject, longestText)}\n${parts.join('')}`];
}

/** A patch is what it is with its backticks too: the fence around it is longer than any row of them. */
function toDiff(patch: string): string {
  const lines = patch
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t').map(escapeText).join('\t'));
  const rows = [...patch.matchAll(/`+/g)].map(([row]) => row.length);
  const fence = '`'.repeat(Math.max(3, ...rows.map((row) => row + 1)));
  return `\n${fence}diff\n${lines.join('\n')}\n${fence}\n`;
}

/** No line has a backtick: they are shown as code points, so that nothing ends a fence. */
function toRemedyPart({ language, lines }: RemedyPart): string {
  if (language === 'text')
    return `\n${lines.map((line) => `- ${toProse(line, longestLine)}\n`).join('')}`;
  const literal = lines.map((line) => `${toLiteral(line, longestLine)}\n`);
  return `\n\`\`\`${language}\n${literal.join('')}\`\`\`\n`;
}

/** Two policies side by side, below the name; nothing where none were compared. */
export function toPolicies({ subject, policies = [] }: ReportedFinding): readonly string[] {
  if (policies.length === 0) return [];
  const shown = policies.slice(0, mostRows);
  const more = policies.length - shown.length;
  const rows = toMarkdownRows(shown, longestText).map((row) => `${row}\n`);
  if (more > 0) rows.push(`| …and ${more} more | |\n`);
  return [
    `\n${toCode(subject, longestText)}\n${table(['Predecessor', 'Successor'])}${rows.join('')}`,
  ];
}
