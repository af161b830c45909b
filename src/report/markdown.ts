import type { Gap } from '../model/inventory.ts';
import { unknownReasons } from '../model/value.ts';
import { pageUrl } from './print/links.ts';
import { toCode, toLiteral, toProse } from './print/markdown-text.ts';
import { toMarkdownRows } from './print/policy-rows.ts';
import { openFew, rankOfWorst, type Few } from './print/order.ts';
import { ownerLines } from './groups/owner.ts';
import { describeGap, describePlace } from './print/place.ts';
import { wholeMessage } from './print/related.ts';
import { titlesOf } from './print/title.ts';
import {
  isActive,
  percentageOf,
  type ControlCounts,
  type FixedFinding,
  type ReportedFinding,
  type ReportEnd,
  type ReportHead,
  type ReportOptions,
} from '../lint/report.ts';
import type { Reporter } from './format.ts';
import { newPage } from './limited-page.ts';
import { summarizeInLine } from './print/summary-line.ts';
import { openFixed, type Fixed } from './trend/fixed.ts';
import { absentWords } from './trend/words.ts';

/** GitHub refuses comments of more than 65,536 characters; GitLab's limit is higher. Bytes of UTF-8 are never fewer. */
const longest = 65_536;

/** The longest subject, message or place in a table. */
const longestText = 300;

/** The longest line of a remedy. */
const longestLine = 1000;

/** The most statements of two policies side by side. */
const mostRows = 40;

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
  const failures = openFew(most, rankOfWorst);
  const undecided = openFew(most, rankOfWorst);
  const others = openFew(most, () => 0);
  const fixed = openFixed();
  let remedies = 0;
  let compared = 0;
  return {
    part: ({ findings, ...part }) => {
      fixed.add(part);
      for (const finding of findings) {
        if (isActive(finding) && finding.kind === 'fail') {
          failures.add(finding);
          remedies += toRemedy(finding).length;
          compared += toPolicies(finding).length;
        } else if (isActive(finding) && finding.kind === 'open') {
          if (!options.quiet) undecided.add(finding);
        } else if (options.all) others.add(finding);
      }
      return [];
    },
    end: (end) => [
      renderPage(
        { failures, undecided, others, remedies, compared, fixed },
        end,
        titlesOf(rules),
        options,
      ),
    ],
  };
}

/** A page has room for fewer rows than these: each takes a hundred bytes. */
const most = 1000;

interface Findings {
  readonly failures: Few;
  readonly undecided: Few;
  readonly others: Few;
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
  const { gaps, summary, controls = [] } = end;
  const page = newPage(longest);
  const rowsOf = (few: Few, label: (finding: ReportedFinding) => string) => ({
    rows: few.list().map((finding) => toRow(finding, label(finding), titleOf(finding))),
    count: few.count(),
  });
  page.add(`## kmslint: ${failures.count() === 0 ? 'no findings' : 'findings'}\n\n`);
  page.add(`${summarizeInLine(summary)}\n`);
  page.addRows(shares.failures, {
    head: table(['Severity', 'Resource', 'Finding', 'Place']),
    ...rowsOf(failures, ({ severity }) => severity),
    tail: '',
  });
  const shownGaps = options.quiet ? [] : gaps;
  page.addRows(shares.gaps, {
    head: '\n**Not read, so what they hold was not judged:**\n\n',
    rows: shownGaps.map(toGap),
    count: shownGaps.length,
    tail: '',
  });
  page.addRows(shares.undecided, {
    head: fold(`Undecided: ${undecided.count()}`) + table(['', 'Resource', 'Finding', 'Place']),
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
    rows: absent.map((name) => `- ${toCode(name, longestText)}\n`),
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
    head: fold(`Other verdicts: ${others.count()}`) + table(['', 'Resource', 'Verdict', 'Place']),
    ...rowsOf(others, describeOther),
    tail: unfold,
  });
  page.addRows(1, {
    head: fold('How to fix'),
    rows: failures.list().flatMap(toRemedy),
    count: remedies,
    tail: unfold,
  });
  page.addRows(1, {
    head: fold('Policies side by side'),
    rows: failures.list().flatMap(toPolicies),
    count: compared,
    tail: unfold,
  });
  return page.text();
}

const controlHeads = ['Control', 'Pass', 'Fail', 'Cannot be told', 'Do not apply', 'Share'];

/** How many keys meet a control; the share is of those that it applies to. */
function toControl(counts: ControlCounts): string {
  const { control, pass, fail, open, notApplicable } = counts;
  const cells = [toProse(control, longestText), pass, fail, open, notApplicable];
  return `| ${cells.join(' | ')} | ${percentageOf(counts) ?? '–'} % |\n`;
}

/** The reason too, unless the text says it already. */
function toGap(gap: Gap): string {
  const why =
    describeGap(gap) === gap.what ? '' : `: ${toProse(unknownReasons[gap.reason], longestText)}`;
  return `- ${toCode(gap.what, longestText)}${why}\n`;
}

function describeOther({ kind, suppression, baselineState }: ReportedFinding): string {
  if (kind === 'notApplicable') return 'not applicable';
  if (suppression !== null) return 'suppressed';
  return baselineState === 'unchanged' && kind !== 'pass' ? 'in the baseline' : kind;
}

function table(names: readonly string[]): string {
  return `\n| ${names.join(' | ')} |\n|${' --- |'.repeat(names.length)}\n`;
}

function toFixedRow({ severity, subject, ruleId }: FixedFinding): string {
  return `| ${severity} | ${toCode(subject, longestText)} | [${ruleId}](${pageUrl(ruleId)}) |\n`;
}

function toRow(finding: ReportedFinding, label: string, title: string): string {
  const { ruleId, subject, location, suppression } = finding;
  const reason = suppression === null ? '' : ` (${suppression.reason})`;
  const cells = [
    label,
    [toCode(subject, longestText), ...ownerLines(finding).map(toNote)].join('<br>'),
    `[${toProse(title, longestText)}](${pageUrl(ruleId)}): ${toProse(`${wholeMessage(finding)}${reason}`, longestText)}`,
    toCode(describePlace(location, subject), longestText),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

/** Beside a subject: never first in its cell. */
function toNote(line: string): string {
  return toProse(line, longestText);
}

function toRemedy({ subject, remedy = [] }: ReportedFinding): readonly string[] {
  if (remedy.length === 0) return [];
  const lines = remedy.map((line) => `${toLiteral(line, longestLine)}\n`);
  return [`\n${toCode(subject, longestText)}\n\n\`\`\`\n${lines.join('')}\`\`\`\n`];
}

function toPolicies({ subject, policies = [] }: ReportedFinding): readonly string[] {
  if (policies.length === 0) return [];
  const shown = policies.slice(0, mostRows);
  const more = policies.length - shown.length;
  const rows = toMarkdownRows(shown, longestText).map((row) => `${row}\n`);
  if (more > 0) rows.push(`| …and ${more} more | |\n`);
  return [
    `\n${toCode(subject, longestText)}\n${table(['Predecessor', 'Successor'])}${rows.join('')}`,
  ];
}

function fold(title: string): string {
  return `\n<details><summary>${title}</summary>\n`;
}

const unfold = '\n</details>\n';
