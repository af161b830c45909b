import { basename, dirname, resolve } from 'node:path';
import { rules as everyRule } from '../rules/index.ts';
import { check, compareFindings } from './check.ts';
import { rankOf, type Finding, type Severity } from './model/finding.ts';
import type { Inventory } from './model/inventory.ts';
import { readInputs, type ReadOptions, type States } from './read/read.ts';
import { rootModuleBeside } from './read/root-module.ts';
import { isActive, summarize, type Report } from './report/report.ts';
import type { Options, Rule } from './rule.ts';
import { applySuppressions, type SuppressedFinding } from './suppress/suppress.ts';

export interface RunOptions extends ReadOptions {
  readonly inputs: readonly string[];
  readonly rules: readonly Rule[];
  readonly optionsOf: (rule: Rule) => Options;
  readonly version: string;
  /** Whether comments may suppress findings; they do unless told otherwise. */
  readonly inlineSuppressions?: boolean;
  /** The current day in UTC, `YYYY-MM-DD`, for suppressions that end. */
  readonly today?: string;
}

/** Reads the inputs, judges them, and tells the result. */
export async function run(options: RunOptions): Promise<Report> {
  const states = await readInputs(options.inputs, options);
  const { present, prior } = states;
  const { rules, optionsOf } = options;
  const judged = check(present, { rules, prior, optionsOf });
  const findings = suppress(judged, states, options).map((finding) => ({
    ...finding,
    baselineState: null,
  }));
  return {
    tool: { name: 'kmslint', version: options.version },
    findings,
    gaps: present.gaps,
    rules,
    summary: summarize(findings, present.gaps, present.keys.length),
  };
}

function suppress(
  judged: readonly Finding[],
  { present, comments = new Map() }: States,
  options: RunOptions,
): readonly SuppressedFinding[] {
  const { findings, notices } = applySuppressions(
    judged,
    options.inlineSuppressions === false ? new Map() : comments,
    {
      today: options.today ?? new Date().toISOString().slice(0, 10),
      rules: options.rules,
      ruleIds: everyRule.map(({ id }) => id),
      isComplete: isComplete(present),
      isJudged: (path) => comments.has(path),
      pathInRepository: (path) => pathInRepository(options.directory, path),
    },
  );
  if (notices.length === 0) return findings;
  const unsuppressed = notices.map((notice) => ({ ...notice, suppression: null }));
  return [...findings, ...unsuppressed].toSorted(compareFindings);
}

/** A module that was not read has comments of its own: its absence leaves nobody else's unused. */
function isComplete({ gaps, partial }: Inventory): boolean {
  return partial.length === 0 && gaps.every(({ reason }) => reason === 'unresolved-module');
}

function pathInRepository(directory: string, path: string): string {
  const module = rootModuleBeside(dirname(resolve(directory, path)));
  return module === null ? path : `${module}/${basename(path)}`;
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
