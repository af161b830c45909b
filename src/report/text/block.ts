import { escapeText } from '../../text/escape.ts';
import type { ReportedFinding, ReportOptions } from '../../lint/report.ts';
import { ownerLines } from '../groups/owner.ts';
import { remedyLines } from '../../model/finding.ts';
import type { Block } from '../print/blocks/blocks.ts';
import { describeOrigin } from '../print/blocks/calls.ts';
import { excerpt } from './caret.ts';
import { groupBy } from '../print/group.ts';
import { describeLine, linesOf } from '../print/place.ts';
import { describeRelated } from '../print/related.ts';
import { stateWords } from '../trend/words.ts';
import { labelWidth, paint, type Colors } from './paint.ts';
import { besides, wrap } from '../../text/wrap.ts';

/** Where the texts of a block stand: behind its label. */
const margin = ' '.repeat(labelWidth + 3);

/** The lines about a fault: what it is, where it stands, and where it is seen. */
export function renderBlock(
  block: Block,
  options: ReportOptions,
  colors: Colors,
): readonly string[] {
  const [finding, ...others] = block;
  const { kind, severity, subject, message, ruleId, suppression, baselineState } = finding;
  const isOne = others.length === 0;
  const pen = penFor(options, colors);
  const label = paint(kind === 'fail' ? severity : labels[kind], colors);
  const [first = '', ...rest] = pen.lines(isOne ? subject : message, 0, isOne);
  const place = [ruleId, describePlace(finding)].filter((part) => part !== '').join('  ');
  return [
    `  ${label} ${first.trimStart()}`,
    ...rest,
    ...(isOne ? pen.lines(message) : []),
    ...(suppression === null ? [] : pen.lines(`suppressed: ${suppression.reason}`)),
    ...(baselineState === 'unchanged' ? pen.lines('in the baseline') : []),
    ...(isOne ? stateOf(finding) : []).flatMap((word) => pen.lines(word)),
    ...pen.dim(place),
    ...(isOne
      ? [describeOrigin(finding), ...describeRelated(finding), ...ownerLines(finding)]
      : []
    ).flatMap((line) => (line === '' ? [] : pen.dim(line))),
    ...renderLine(finding, options, colors),
    ...(isOne ? renderDetails(finding, 0, options, pen) : renderPlaces(block, options, pen)),
    '',
  ];
}

/** What an earlier snapshot says of it. */
function stateOf({ previousState = null }: ReportedFinding): readonly string[] {
  return previousState === null ? [] : [stateWords[previousState]];
}

const labels = { open: 'open', pass: 'pass', notApplicable: 'n/a' } as const;

interface Pen {
  readonly lines: (text: string, indent?: number, isBold?: boolean) => readonly string[];
  readonly dim: (text: string, indent?: number) => readonly string[];
  /** What is there to be copied: never broken. */
  readonly code: (text: string, indent: number) => string;
}

function penFor({ width }: ReportOptions, colors: Colors): Pen {
  const write = (text: string, indent: number, shade: (line: string) => string, hang = 0) =>
    wrap(escapeText(text), besides(margin.length + indent + hang, width)).map(
      (line, i) => `${margin}${' '.repeat(indent + (i === 0 ? 0 : hang))}${shade(line)}`,
    );
  return {
    lines: (text, indent = 0, isBold = false) => write(text, indent, isBold ? colors.bold : String),
    dim: (text, indent = 0) => write(text, indent, colors.dim, 2),
    code: (text, indent) => `${margin}${' '.repeat(indent)}${colors.cyan(escapeText(text))}`,
  };
}

/** The places of a fault, by the calls that lead there. */
function renderPlaces(block: Block, options: ReportOptions, pen: Pen): readonly string[] {
  const lines = [...pen.dim(`in ${block.length} places:`)];
  for (const [origin, findings] of groupBy(block, describeOrigin)) {
    if (origin !== '') lines.push(...pen.dim(origin, 2));
    const indent = origin === '' ? 2 : 4;
    for (const finding of findings) {
      lines.push(...pen.lines(finding.subject, indent, true));
      for (const line of [...stateOf(finding), ...describeRelated(finding), ...ownerLines(finding)])
        lines.push(...pen.dim(line, indent + 2));
      lines.push(...renderDetails(finding, indent + 2, options, pen));
    }
  }
  return lines;
}

function renderDetails(
  { remedy, fingerprint }: ReportedFinding,
  indent: number,
  { verbose }: ReportOptions,
  pen: Pen,
): readonly string[] {
  if (!verbose) return [];
  const fix = remedyLines(remedy).map((line) => pen.code(line, indent + 2));
  return [
    ...(fix.length === 0 ? [] : [...pen.dim('to fix:', indent), ...fix]),
    ...pen.dim(`fingerprint ${fingerprint}`, indent),
  ];
}

/** The line that the finding points at, with a caret under the place. */
function renderLine(
  { location, sourceLine = null }: ReportedFinding,
  { width }: ReportOptions,
  colors: Colors,
): readonly string[] {
  const at = linesOf(location);
  if (sourceLine === null || at === null) return [];
  const number = String(at.line);
  const room = besides(margin.length + number.length + 5, width);
  const { text, indent } = excerpt(sourceLine, at.column, room ?? undefined);
  return [
    `${margin}${colors.dim(`${number} |`)} ${text}`,
    `${colors.dim(`${margin}${' '.repeat(number.length)} | `)}${indent}${colors.bold('^')}`,
  ];
}

/** Where inside the file: the file itself heads the group. */
function describePlace({ location: at }: ReportedFinding): string {
  const lines = linesOf(at);
  if (lines !== null) return describeLine(lines);
  return at.kind === 'plan' ? `#${at.pointer}` : at.kind === 'live' ? at.call : at.path;
}
