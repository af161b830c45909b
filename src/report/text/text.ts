import picocolors from 'picocolors';
import { compareText } from '../../text/compare.ts';
import { escapeText } from '../../text/escape.ts';
import { pathOf } from '../../model/location.ts';
import {
  failsOpen,
  isActive,
  reported,
  type ReportedFinding,
  type ReportEnd,
  type ReportHead,
  type ReportOptions,
  type ReportPart,
} from '../../lint/report.ts';
import type { Reporter } from '../format.ts';
import { toBlocks } from '../print/blocks/blocks.ts';
import { openRuleTable } from '../print/blocks/rule-table.ts';
import { groupBy } from '../print/group.ts';
import { openFew, rankOfWorst } from '../print/order.ts';
import { openRotationPrice } from '../print/rotation-price.ts';
import { openSpool } from '../print/spool.ts';
import { summarizeInLine } from '../print/summary-line.ts';
import { openFixed } from '../trend/fixed.ts';
import { absentWords, shorten } from '../trend/words.ts';
import { renderBlock } from './block.ts';
import { renderGaps } from './gaps.ts';
import { openGroups } from './groups.ts';
import type { Colors } from './paint.ts';
import { renderTable } from './table.ts';
import { besides, wrap } from '../../text/wrap.ts';

/** Beyond so many findings nobody reads them one by one: a table says first what there is. */
const mostWithoutTable = 30;

/** So many fixed findings, and accounts that were not read again, are named. */
const mostListed = 50;

/**
 * For a person at a terminal: grouped by input, worst first, one summary line at the end. A table may stand before all
 * findings and count them, so they wait for the end; but not those of a quiet run, which has none.
 */
export function openText(_: ReportHead, options: ReportOptions): Reporter {
  const { all, quiet, verbose, max, summary: isSummary = false, groupBy: grouping } = options;
  const colors = picocolors.createColors(options.color);
  const price = openRotationPrice();
  const table = openRuleTable();
  const few = openFew<ReportedFinding>(max ?? 0, rankOfWorst);
  const spool = openSpool();
  const groups = grouping === undefined ? null : openGroups(grouping, colors);
  const fixed = openFixed();
  let count = 0;
  let isFirst = true;
  const apart = (text: string): string => {
    const separated = isFirst ? text : `\n${text}`;
    isFirst = false;
    return separated;
  };
  function* renderInputs(
    findings: readonly ReportedFinding[],
    separate: (text: string) => string,
  ): Generator<string> {
    const inputs = groupBy(findings, ({ location, scope }) => pathOf(location) ?? scope);
    for (const [path, inFile] of [...inputs].toSorted(([a], [b]) => compareText(a, b))) {
      yield separate(`${colors.underline(escapeText(path))}\n`);
      for (const block of toBlocks(inFile))
        yield `\n${renderBlock(block, options, colors).join('\n')}`;
    }
  }
  /** What can be written at once; what is grouped waits for the end. */
  function* render(findings: readonly ReportedFinding[]): Generator<string> {
    if (groups === null) yield* renderInputs(findings, apart);
    else groups.add(findings, (own) => renderInputs(own, (text) => `\n${text}`));
  }
  const isShown = (finding: ReportedFinding): boolean =>
    (all || isActive(finding)) && (!quiet || finding.kind === 'fail');
  function* renderFindings(): Generator<string> {
    const rows = isSummary || (!quiet && count > mostWithoutTable) ? table.rows() : [];
    yield* renderTable(rows, options, colors);
    if (max !== undefined) for (const text of render(few.list())) spool.add(text);
    // What is first among the findings is so no more.
    if (rows.length > 0 && !isFirst) yield '\n';
    if (rows.length > 0) isFirst = false;
    yield* spool.take();
    if (groups !== null) yield* groups.take(apart);
  }
  return {
    *part(part) {
      if (verbose) price.add(part);
      fixed.add(part);
      const isToldOnce = foldedInto(part, options);
      const shown = reported(part, options).filter(isShown);
      count += shown.length;
      for (const finding of shown) {
        if (isActive(finding)) table.add(finding);
        if (max !== undefined && !isToldOnce(finding)) few.add(finding);
      }
      if (isSummary || max !== undefined) return;
      const listed = shown.filter((finding) => !isToldOnce(finding));
      if (quiet) yield* render(listed);
      else for (const text of render(listed)) spool.add(text);
    },
    *end(end) {
      yield* renderFindings();
      if (quiet) return;
      if (!isSummary) for (const text of renderRest(end)) yield apart(text);
      const left = max === undefined ? 0 : Math.max(0, few.count() - max);
      yield apart(renderSummary(end, left, options, colors));
    },
  };
  function* renderRest(end: ReportEnd): Generator<string> {
    yield* renderList('fixed', fixed.lines(mostListed), options, colors);
    const absent = shorten(absentWords(end), mostListed);
    yield* renderList('read before, and not now', absent, options, colors);
    yield* renderIgnored(end, options, colors);
    yield* renderGaps(end, options, colors);
    const cost = price.text();
    if (cost !== null) yield `${wrap(cost, besides(0, options.width)).join('\n')}\n`;
  }
}

function renderList(
  title: string,
  names: readonly string[],
  { width }: ReportOptions,
  colors: Colors,
): readonly string[] {
  if (names.length === 0) return [];
  const lines = names.flatMap((name) =>
    wrap(escapeText(name), besides(4, width)).map((line, i) => `${i === 0 ? '  ' : '    '}${line}`),
  );
  return [[colors.underline(title), '', ...lines, ''].join('\n')];
}

/**
 * The undecided verdicts that wait for modules which were not read: the line about these tells of them, unless each verdict
 * is wanted, or one of them fails the run.
 */
function foldedInto(
  { gaps }: ReportPart,
  { all, verbose, failOnOpen }: ReportOptions,
): (finding: ReportedFinding) => boolean {
  const unread = new Set(gaps.flatMap(({ scope, opens }) => (opens === undefined ? [] : [scope])));
  if (all || verbose || unread.size === 0) return () => false;
  return ({ kind, ruleId, scope, because }) =>
    kind === 'open' &&
    !failsOpen(failOnOpen, ruleId) &&
    unread.has(scope) &&
    because.length > 0 &&
    because.every(({ reason }) => reason === 'unresolved-module');
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

function renderSummary(
  { summary }: ReportEnd,
  left: number,
  { width }: ReportOptions,
  colors: Colors,
): string {
  const lines = wrap(summarizeInLine(summary, left), besides(0, width));
  const shade = summary.fail === 0 ? String : colors.bold;
  return `${lines.map(shade).join('\n')}\n`;
}
