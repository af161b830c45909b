import picocolors from 'picocolors';
import { compareText } from '../text/compare.ts';
import { escapeText } from '../text/escape.ts';
import { severities } from '../model/finding.ts';
import type { Gap } from '../model/inventory.ts';
import { pathOf, type Location } from '../model/location.ts';
import { excerpt } from './print/caret.ts';
import { groupBy } from './print/group.ts';
import { ownerLines } from './groups/owner.ts';
import { linesOf } from './print/place.ts';
import { describeRelated } from './print/related.ts';
import { openRotationPrice } from './print/rotation-price.ts';
import {
  isActive,
  reported,
  type ReportedFinding,
  type ReportEnd,
  type ReportHead,
  type ReportOptions,
} from '../lint/report.ts';
import type { Reporter } from './format.ts';
import { summarizeInLine } from './print/summary-line.ts';
import { openFixed } from './trend/fixed.ts';
import { absentWords, shorten, stateWords } from './trend/words.ts';

/** So many fixed findings, and accounts that were not read, are named. */
const mostListed = 50;

type Colors = ReturnType<typeof picocolors.createColors>;

/** For a person at a terminal: grouped by input, worst first, one summary line at the end. */
export function openText(_: ReportHead, options: ReportOptions): Reporter {
  const colors = picocolors.createColors(options.color);
  const price = openRotationPrice();
  const fixed = openFixed();
  let isFirst = true;
  const apart = (text: string): string => {
    const separated = isFirst ? text : `\n${text}`;
    isFirst = false;
    return separated;
  };
  return {
    *part(part) {
      if (options.verbose) price.add(part);
      fixed.add(part);
      const shown = reported(part, options).filter(
        (finding) =>
          (options.all || isActive(finding)) && (!options.quiet || finding.kind === 'fail'),
      );
      const groups = [...groupBy(shown, ({ location, scope }) => pathOf(location) ?? scope)];
      for (const [path, findings] of groups.toSorted(([a], [b]) => compareText(a, b))) {
        yield apart(`${colors.underline(escapeText(path))}\n`);
        for (const finding of findings) {
          yield `\n${renderFinding(finding, options, colors).join('\n')}`;
        }
      }
    },
    *end(end) {
      if (options.quiet) return;
      const cost = price.text();
      const rest = [
        ...renderList('fixed', fixed.lines(mostListed), colors),
        ...renderList('read before, and not now', shorten(absentWords(end), mostListed), colors),
        ...renderIgnored(end, options, colors),
        ...renderGaps(end, colors),
        ...(cost === null ? [] : [`${cost}\n`]),
      ];
      for (const text of [...rest, renderSummary(end, colors)]) yield apart(text);
    },
  };
}

function renderFinding(
  finding: ReportedFinding,
  { verbose }: ReportOptions,
  colors: Colors,
): readonly string[] {
  const { kind, severity, subject, message, ruleId, location, suppression, baselineState } =
    finding;
  const { previousState = null } = finding;
  const label = kind === 'fail' ? severity : labels[kind];
  const place = [ruleId, describePlace(location)].filter((part) => part !== '').join('  ');
  return [
    `  ${paint(label, colors)} ${colors.bold(escapeText(subject))}`,
    `           ${escapeText(message)}`,
    ...(suppression === null
      ? []
      : [`           ${escapeText(`suppressed: ${suppression.reason}`)}`]),
    ...(baselineState === 'unchanged' ? ['           in the baseline'] : []),
    ...(previousState === null ? [] : [`           ${stateWords[previousState]}`]),
    `           ${colors.dim(escapeText(place))}`,
    ...[...describeOrigin(finding), ...describeRelated(finding), ...ownerLines(finding)].map(
      (line) => `           ${colors.dim(escapeText(line))}`,
    ),
    ...renderLine(finding, colors),
    ...(verbose ? renderDetails(finding, colors) : []),
    '',
  ];
}

function renderDetails(
  { remedy = [], fingerprint }: ReportedFinding,
  colors: Colors,
): readonly string[] {
  const lines = remedy.map((line) => `             ${colors.cyan(escapeText(line))}`);
  return [
    ...(lines.length === 0 ? [] : [`           ${colors.dim('to fix:')}`, ...lines]),
    `           ${colors.dim(`fingerprint ${fingerprint}`)}`,
  ];
}

/** The line that the finding points at, with a caret under the place. */
function renderLine(
  { location, sourceLine = null }: ReportedFinding,
  colors: Colors,
): readonly string[] {
  const at = location.kind === 'plan' ? location.source : location;
  if (sourceLine === null || at === null || at.kind !== 'source') return [];
  const { text, indent } = excerpt(sourceLine, at.column);
  const number = String(at.line);
  const margin = `           ${' '.repeat(number.length)} | `;
  return [
    `           ${colors.dim(`${number} |`)} ${text}`,
    `${colors.dim(margin)}${indent}${colors.bold('^')}`,
  ];
}

const labels = { open: 'open', pass: 'pass', notApplicable: 'n/a' } as const;

const width = Math.max(...severities.map((severity) => severity.length));

function paint(label: string, colors: Colors): string {
  const padded = label.padEnd(width);
  const paints: Readonly<Record<string, (text: string) => string>> = {
    critical: (text) => colors.bold(colors.red(text)),
    high: colors.red,
    medium: colors.yellow,
    low: colors.blue,
    info: colors.cyan,
    open: colors.magenta,
    pass: colors.green,
  };
  return (paints[label] ?? colors.dim)(padded);
}

/** Where inside the file: the file itself heads the group. */
function describePlace(at: Location): string {
  switch (at.kind) {
    case 'source':
      return `${at.path}:${at.line}:${at.column}`;
    case 'plan':
      return at.source === null
        ? `#${at.pointer}`
        : `${at.source.path}:${at.source.line}:${at.source.column}`;
    case 'live':
      return at.call;
  }
}

/** The root module, where the place does not lie in it, the construct, and the call that passes the value. */
function describeOrigin({ location, scope, source }: ReportedFinding): readonly string[] {
  const at = linesOf(location);
  if (at === null) return [];
  const { passed, construct } = at;
  const isInside = scope === '.' || at.path.startsWith(`${scope}/`);
  const origin = [
    ...(source === 'hcl' && !isInside ? [`root module ${scope}`] : []),
    ...(construct === undefined ? [] : [`construct ${construct}`]),
    ...(passed === undefined ? [] : [`passed by ${passed.call} at ${describePlace(passed.at)}`]),
  ];
  return origin.length === 0 ? [] : [origin.join(', ')];
}

function renderIgnored(
  { ignored = [] }: ReportEnd,
  { verbose }: ReportOptions,
  colors: Colors,
): readonly string[] {
  if (!verbose || ignored.length === 0) return [];
  const lines = ignored.map((name) => `  ${escapeText(name)}`);
  return [[colors.underline('ignored'), '', ...lines, ''].join('\n')];
}

function renderList(title: string, names: readonly string[], colors: Colors): readonly string[] {
  if (names.length === 0) return [];
  const lines = names.map((name) => `  ${escapeText(name)}`);
  return [[colors.underline(title), '', ...lines, ''].join('\n')];
}

function renderGaps({ gaps }: ReportEnd, colors: Colors): readonly string[] {
  if (gaps.length === 0) return [];
  const lines = gaps.map((gap) => {
    return `  ${escapeText(`${gap.what}${describeGapPlace(gap)}`)}`;
  });
  return [[colors.underline('not read'), '', ...lines, ''].join('\n')];
}

/** What tells more than the file, which the text of a gap names unless it is about calls. */
function describeGapPlace({ at, modules }: Gap): string {
  switch (at.kind) {
    case 'source':
      return modules === undefined && at.line === 1 && at.column === 1
        ? ''
        : ` (${at.path}:${at.line}:${at.column})`;
    case 'plan':
      return at.pointer === '' ? '' : ` (${at.path}#${at.pointer})`;
    case 'live':
      return '';
  }
}

function renderSummary({ summary }: ReportEnd, colors: Colors): string {
  const line = summarizeInLine(summary);
  return `${summary.fail === 0 ? line : colors.bold(line)}\n`;
}
