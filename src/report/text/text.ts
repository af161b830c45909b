import picocolors from 'picocolors';
import { compareText } from '../../text/compare.ts';
import { escapeText } from '../../text/escape.ts';
import { pathOf } from '../../model/location.ts';
import {
  isActive,
  reported,
  type ReportedFinding,
  type ReportEnd,
  type ReportHead,
  type ReportOptions,
} from '../../lint/report.ts';
import type { Reporter } from '../format.ts';
import { toBlocks } from '../print/blocks/blocks.ts';
import { openRuleTable } from '../print/blocks/rule-table.ts';
import { groupBy } from '../print/group.ts';
import { openFew, rankOfWorst } from '../print/order.ts';
import { openRotationPrice } from '../print/rotation-price.ts';
import { openSpool } from '../print/spool.ts';
import { summarizeInLine } from '../print/summary-line.ts';
import { renderBlock } from './block.ts';
import { renderGaps } from './gaps.ts';
import { openGroups } from './groups.ts';
import type { Colors } from './paint.ts';
import { renderTable } from './table.ts';
import { besides, wrap } from './wrap.ts';

/** Beyond so many findings nobody reads them one by one: a table says first what there is. */
const mostWithoutTable = 30;

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
    const isTabled = isSummary || (!quiet && count > mostWithoutTable);
    if (isTabled) yield* renderTable(table.rows(), options, colors);
    if (max !== undefined) for (const text of render(few.list())) spool.add(text);
    // What is first among the findings is so no more.
    if (isTabled && !isFirst) yield '\n';
    if (isTabled) isFirst = false;
    yield* spool.take();
    if (groups !== null) yield* groups.take(apart);
  }
  return {
    *part(part) {
      if (verbose) price.add(part);
      const shown = reported(part, options).filter(isShown);
      count += shown.length;
      for (const finding of shown) {
        if (isActive(finding)) table.add(finding);
        if (max !== undefined) few.add(finding);
      }
      if (isSummary || max !== undefined) return;
      if (quiet) yield* render(shown);
      else for (const text of render(shown)) spool.add(text);
    },
    *end(end) {
      yield* renderFindings();
      if (quiet) return;
      if (!isSummary) for (const text of renderRest(end)) yield apart(text);
      const left = max === undefined ? 0 : Math.max(0, count - max);
      yield apart(renderSummary(end, left, options, colors));
    },
  };
  function* renderRest(end: ReportEnd): Generator<string> {
    yield* renderIgnored(end, options, colors);
    yield* renderGaps(end, options, colors);
    const cost = price.text();
    if (cost !== null) yield `${wrap(cost, besides(0, options.width)).join('\n')}\n`;
  }
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
