import { check } from './check.ts';
import type { Gap } from './model/inventory.ts';
import { rankOf, type Finding, type Severity } from './model/finding.ts';
import { locateFindings } from './read/locate.ts';
import { readInputs, type ReadOptions } from './read/read.ts';
import { sourceLineReader } from './read/source-lines.ts';
import { summarizeKeys } from './report/keys.ts';
import { isActive, summarize, type KeySummary, type Report } from './report/report.ts';
import type { Options, Rule } from './rule.ts';
import { suppress, type SuppressionOptions } from './suppress/index.ts';

export interface RunOptions extends ReadOptions, SuppressionOptions {
  readonly directory: string;
  readonly inputs: readonly string[];
  readonly rules: readonly Rule[];
  readonly optionsOf: (rule: Rule) => Options;
  readonly version: string;
  /** What could not be read before there were inputs. */
  readonly gaps?: readonly Gap[];
  /** Whether passes and not-applicable verdicts are reported too; they are kept unless told otherwise. */
  readonly everyVerdict?: boolean;
}

/** Reads the inputs, judges them, and tells the result. */
export async function run(options: RunOptions): Promise<Report> {
  const { present: read, prior, comments } = await readInputs(options.inputs, options);
  const present = { ...read, gaps: [...read.gaps, ...(options.gaps ?? [])] };
  const { rules, optionsOf, everyVerdict = true } = options;
  const verdicts = check(present, { rules, prior, optionsOf, everyVerdict });
  const located = await locateFindings(verdicts, options.directory);
  const written = { present, comments, besidePlans: located.comments };
  const lineAt = sourceLineReader(options.directory);
  const findings = suppress(located.findings, written, options).map((finding) => ({
    ...finding,
    sourceLine: isPrintedWithLine(finding) ? lineAt(finding.location) : null,
    baselineState: null,
  }));
  let keys: readonly KeySummary[] | null = null;
  return {
    tool: { name: 'kmslint', version: options.version },
    findings,
    gaps: present.gaps,
    get keys() {
      return (keys ??= summarizeKeys(present, prior));
    },
    rules,
    summary: summarize(findings, present.gaps, present.keys.length),
  };
}

/** Passes are evidence, and need no line to look at. */
function isPrintedWithLine({ kind }: Finding): boolean {
  return kind === 'fail' || kind === 'open';
}

export interface Thresholds {
  /** Lowest severity that counts as a failure; null where none does. */
  readonly failOn: Severity | null;
  readonly failOnOpen: boolean;
  readonly allowGaps: boolean;
}

/** 1: something is wrong or, on request, undecided. 3: nothing is, so far as could be read. 0: clean. */
export function exitCodeOf(
  report: Report,
  { failOn, failOnOpen, allowGaps }: Thresholds,
): 0 | 1 | 3 {
  const counts = report.findings.filter(isActive).some(({ kind, severity }) => {
    if (kind === 'open') return failOnOpen;
    return kind === 'fail' && failOn !== null && rankOf(severity) >= rankOf(failOn);
  });
  if (counts) return 1;
  return report.gaps.length > 0 && !allowGaps ? 3 : 0;
}
