import { escapeText } from '../text/escape.ts';
import { remedyLines } from '../model/finding.ts';
import type { SourceLocation } from '../model/location.ts';
import { clip } from './print/clip.ts';
import { ownerLines } from './groups/owner.ts';
import { causesOf, describeCause, type Cause } from './print/causes.ts';
import { describePlace, linesOf, slashed } from './print/place.ts';
import { decidedAt, describeDecision } from './print/blocks/calls.ts';
import { describeRelated } from './print/related.ts';
import {
  failsOpen,
  isActive,
  type ReportedFinding,
  type ReportHead,
  type ReportOptions,
} from '../lint/report.ts';
import type { Reporter } from './format.ts';
import { levels } from './sarif/rule.ts';
import { rankOfWorst, ranksOfWorst } from './print/order.ts';
import { titlesOf } from './print/title.ts';
import { summarizeInLine } from './print/summary-line.ts';
import { openWorst } from './print/worst.ts';

const commands = ['error', 'warning', 'notice'] as const;
type Command = (typeof commands)[number];

/** GitHub shows ten annotations of each level for a step, and drops the others without a word. */
const shownOfLevel = 10;

/** GitHub cuts titles at 255 characters. */
const longestTitle = 255;
const longestMessage = 4096;

interface Annotation {
  readonly command: Command;
  readonly properties: readonly (readonly [name: string, value: string | number])[];
  readonly title: string;
  /** For the log, in one line. */
  readonly line: string;
  readonly lines: readonly string[];
}

/**
 * Workflow commands of GitHub Actions: the worst findings of each level as annotations, all others in a group of the
 * log, and the summary. Undecided verdicts are notices, or what their severity says where they fail the run.
 */
export function openGithub({ rules }: ReportHead, options: ReportOptions): Reporter {
  const titleOf = titlesOf(rules);
  const worst = openWorst<Annotation>(shownOfLevel, ({ line }) => `${escapeText(line)}\n`);
  const add = (annotation: Annotation, rank: number): void =>
    worst.add(annotation, commands.indexOf(annotation.command), rank);
  return {
    part: ({ findings }) => {
      for (const finding of findings) {
        if (isActive(finding) && isShown(finding, options)) {
          add(toAnnotation(finding, titleOf(finding), options), rankOfWorst(finding));
        }
      }
      return [];
    },
    *end({ gaps, summary }) {
      // Behind all findings of its level.
      if (!options.quiet) {
        for (const cause of causesOf(gaps)) add(toGapAnnotation(cause), ranksOfWorst);
      }
      for (const annotation of worst.shown()) yield `${renderAnnotation(annotation)}\n`;
      const left = worst.left();
      if (left > 0) {
        yield `::group::kmslint: ${left} more, beside the ${worst.shown().length} that GitHub shows\n`;
        yield* worst.rest();
        yield '::endgroup::\n';
      }
      if (!options.quiet) yield `kmslint: ${summarizeInLine(summary)}\n`;
    },
  };
}

function isShown({ kind }: ReportedFinding, { quiet }: ReportOptions): boolean {
  return kind === 'fail' || (kind === 'open' && !quiet);
}

function toAnnotation(
  finding: ReportedFinding,
  title: string,
  { failOnOpen }: ReportOptions,
): Annotation {
  const { kind, severity, ruleId, subject, message, location, remedy = [] } = finding;
  const level = kind === 'open' && !failsOpen(failOnOpen, ruleId) ? 'note' : levels[severity];
  const decided = decidedAt(finding);
  const label = kind === 'open' ? 'undecided' : severity;
  return {
    command: level === 'error' || level === 'warning' ? level : 'notice',
    properties: toProperties(decided),
    title: `${label}: ${title}`,
    line: [
      `${label} ${describePlace(decided ?? location, subject)} ${subject}: ${message} (${ruleId})`,
      ...describeDecision(finding),
    ].join('; '),
    lines: [
      `${subject}: ${message}`,
      ...describeDecision(finding),
      ...describeRelated(finding),
      ...ownerLines(finding),
      ...(remedy.length === 0 ? [] : ['', 'To fix:', ...remedyLines(remedy)]),
      '',
      `Rule: ${ruleId}`,
    ],
  };
}

/** One cause may be met in many places: the first of them is annotated. */
function toGapAnnotation(cause: Cause): Annotation {
  const [gap] = cause;
  const text = describeCause(cause);
  return {
    command: 'warning',
    properties: toProperties(linesOf(gap.at)),
    title: 'not read: what this holds was not judged',
    line: `not read ${describePlace(gap.at, gap.what)} ${text}`,
    lines: [text],
  };
}

/** A plan is no file of the repository: only the lines of its configuration can be annotated. */
function toProperties(at: SourceLocation | null): Annotation['properties'] {
  if (at === null) return [];
  const { line, endLine, column, endColumn } = at;
  return [
    ['file', slashed(at.path)],
    ['line', line],
    ['endLine', endLine],
    ...(line === endLine
      ? ([
          ['col', column],
          ['endColumn', endColumn],
        ] as const)
      : []),
  ];
}

function renderAnnotation({ command, properties, title, lines }: Annotation): string {
  const told = [...properties, ['title', clip(escapeText(title), longestTitle)] as const].map(
    ([name, value]) => `${name}=${toProperty(String(value))}`,
  );
  const message = clip(lines.map(escapeText).join('\n'), longestMessage);
  return `::${command} ${told.join(',')}::${toData(message)}`;
}

/** As the toolkit of GitHub Actions escapes a message. */
function toData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** As it escapes a property, which a colon or a comma would end. */
function toProperty(text: string): string {
  return toData(escapeText(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
