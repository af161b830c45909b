import {
  isActive,
  type ReportedFinding,
  type ReportEnd,
  type ReportHead,
  type ReportOptions,
} from '../../lint/report.ts';
import { groupOf, nameGroup } from '../../lint/owner/grouping.ts';
import type { Reporter } from '../format.ts';
import type { Block } from '../print/blocks/blocks.ts';
import { openRuleTable, type RuleCount } from '../print/blocks/rule-table.ts';
import { causesOf } from '../print/causes.ts';
import { groupBy } from '../print/group.ts';
import { pageUrl } from '../print/links.ts';
import { toProse } from '../print/markdown-text.ts';
import { rankOfWorst } from '../print/order.ts';
import { summarizeInLine } from '../print/summary-line.ts';
import { titlesOf } from '../print/title.ts';
import { openFixed, type Fixed } from '../trend/fixed.ts';
import { absentWords } from '../trend/words.ts';
import { openBlocks, type Blocks } from './blocks.ts';
import { fold, newPage, table, unfold, type Rows } from './page.ts';
import {
  controlHeads,
  describeOther,
  longestText,
  toControl,
  toFixedRow,
  toGap,
  toItem,
  toPolicies,
  toRemedy,
  toRow,
} from './rows.ts';

/** Shares of the space; what one leaves is for the next. */
const shares = {
  failures: 0.5,
  gaps: 0.1,
  undecided: 0.15,
  controls: 0.1,
  trend: 0.05,
  other: 0.1,
};

/** For a comment on a pull request or the summary of a job: worst first, and never too long to be posted. */
export function openMarkdown({ rules }: ReportHead, options: ReportOptions): Reporter {
  const { groupBy: grouping } = options;
  const inGroup = (finding: ReportedFinding): string | null =>
    grouping === undefined ? null : groupOf(finding, grouping);
  const failures = openBlocks(rankOfWorst, inGroup);
  const undecided = openBlocks(rankOfWorst, inGroup);
  const others = openBlocks(() => 0, inGroup);
  const byRule = openRuleTable();
  const fixed = openFixed();
  let remedies = 0;
  let compared = 0;
  return {
    part: ({ findings, ...part }) => {
      fixed.add(part);
      const shown = groupBy(findings, (finding) => sectionOf(finding, options));
      failures.add(shown.get('failures') ?? []);
      undecided.add(shown.get('undecided') ?? []);
      others.add(shown.get('others') ?? []);
      for (const finding of findings) if (isActive(finding)) byRule.add(finding);
      for (const finding of shown.get('failures') ?? []) {
        remedies += toRemedy(finding).length;
        compared += toPolicies(finding).length;
      }
      return [];
    },
    end: (end) => {
      const found = { failures, undecided, others, remedies, compared, fixed };
      const page =
        options.summary === true
          ? renderSummary(end, byRule.rows())
          : renderPage(found, end, titlesOf(rules), options);
      return [page];
    },
  };
}

type Section = 'failures' | 'undecided' | 'others';

/** Where a finding is told; null where it is not. */
function sectionOf(finding: ReportedFinding, { all, quiet }: ReportOptions): Section | null {
  if (isActive(finding) && finding.kind === 'fail') return 'failures';
  if (isActive(finding) && finding.kind === 'open') return quiet ? null : 'undecided';
  return all ? 'others' : null;
}

/** The counts alone. */
function renderSummary({ summary }: ReportEnd, rows: readonly RuleCount[]): string {
  const page = newPage();
  page.add(`## kmslint: ${summary.fail === 0 ? 'no findings' : 'findings'}\n\n`);
  page.add(`${summarizeInLine(summary)}\n`);
  page.addRows(1, {
    head: table(['Severity', 'Rule', 'Findings', 'Undecided']),
    rows: rows.map(
      ({ ruleId, severity, fail, open }) =>
        `| ${severity} | [${toProse(ruleId, longestText)}](${pageUrl(ruleId)}) | ${fail} | ${open} |\n`,
    ),
    count: rows.length,
    tail: '',
  });
  return page.text();
}

/** The groups of the rows, where the run is asked for some. */
function groupsOf(
  blocks: readonly Block[],
  { groupBy: grouping }: ReportOptions,
): Pick<Rows, 'groups' | 'groupRow'> {
  if (grouping === undefined) return {};
  return {
    groups: blocks.map(([first]) => groupOf(first, grouping)),
    groupRow: (group) => `| | **${toProse(nameGroup(group, grouping), longestText)}** | | |\n`,
  };
}

interface Findings {
  readonly failures: Blocks;
  readonly undecided: Blocks;
  readonly others: Blocks;
  /** How many failures tell how to mend them. */
  readonly remedies: number;
  /** How many show two policies. */
  readonly compared: number;
  readonly fixed: Fixed;
}

function renderPage(
  { failures, undecided, others, remedies, compared, fixed }: Findings,
  end: ReportEnd,
  titleOf: ReturnType<typeof titlesOf>,
  options: ReportOptions,
): string {
  const page = newPage();
  const { gaps, summary, controls = [] } = end;
  const { max = Infinity } = options;
  let room = max;
  const rowsOf = (blocks: Blocks, label: (finding: ReportedFinding) => string) => {
    const listed = blocks.list(room);
    const isCut = blocks.findings() > room;
    room -= Math.min(room, blocks.findings());
    return {
      rows: listed.map((block) => toRow(block, label(block[0]), titleOf(block[0]))),
      ...groupsOf(listed, options),
      // What somebody did not want is no part of what is missing.
      count: isCut ? listed.length : blocks.count(),
    };
  };
  const all = failures.findings() + undecided.findings() + others.findings();
  const mended = failures.list(max).flat();
  const [fixes, pairs] = [mended.flatMap(toRemedy), mended.flatMap(toPolicies)];
  page.add(`## kmslint: ${failures.count() === 0 ? 'no findings' : 'findings'}\n\n`);
  page.add(`${summarizeInLine(summary, Math.max(0, all - max))}\n`);
  page.addRows(shares.failures, {
    head: table(['Severity', 'Resource', 'Finding', 'Place']),
    ...rowsOf(failures, ({ severity }) => severity),
    tail: '',
  });
  const causes = options.quiet ? [] : causesOf(gaps);
  page.addRows(shares.gaps, {
    head: '\n**Not read, so what they hold was not judged:**\n\n',
    rows: causes.map(toGap),
    count: causes.length,
    tail: '',
  });
  page.addRows(shares.undecided, {
    head: fold(`Undecided: ${undecided.findings()}`) + table(['', 'Resource', 'Finding', 'Place']),
    ...rowsOf(undecided, () => 'open'),
    tail: unfold,
  });
  page.addRows(shares.trend, {
    head: fold(`Fixed: ${fixed.count()}`) + table(['Severity', 'Resource', 'Finding']),
    rows: fixed.list().map(toFixedRow),
    count: fixed.count(),
    tail: unfold,
  });
  const absent = absentWords(end);
  page.addRows(shares.trend, {
    head: '\n**Read before, and not now:**\n\n',
    rows: absent.map(toItem),
    count: absent.length,
    tail: '',
  });
  const answered = controls.filter(({ pass, fail, open }) => pass + fail + open > 0);
  page.addRows(shares.controls, {
    head: fold('Controls') + table(controlHeads),
    rows: answered.map(toControl),
    count: answered.length,
    tail: unfold,
  });
  page.addRows(shares.other, {
    head:
      fold(`Other verdicts: ${others.findings()}`) + table(['', 'Resource', 'Verdict', 'Place']),
    ...rowsOf(others, describeOther),
    tail: unfold,
  });
  page.addRows(1, {
    head: fold('How to fix'),
    rows: fixes,
    count: max === Infinity ? remedies : fixes.length,
    tail: unfold,
  });
  page.addRows(1, {
    head: fold('Policies side by side'),
    rows: pairs,
    count: max === Infinity ? compared : pairs.length,
    tail: unfold,
  });
  return page.text();
}
