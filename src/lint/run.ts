import { resolve } from 'node:path';
import type { Baseline, BaselineUpdate } from './baseline/index.ts';
import { check } from './check.ts';
import type { Config } from './config/config.ts';
import { isInside, showPath } from './config/find.ts';
import { leaveOut, type Kept } from './config/ignore.ts';
import { reachesPath, reachFrom } from './config/reach.ts';
import { rankOf, type Finding, type Severity } from '../model/finding.ts';
import type { Gap, Inventory, Source } from '../model/inventory.ts';
import { locateFindings } from '../read/locate.ts';
import type { ReadOptions } from '../read/options.ts';
import { readInputs } from '../read/read.ts';
import { repositoryOf } from '../read/input/root-module.ts';
import { sourceLineReader } from '../read/source-lines.ts';
import { newestDate, summarizeKeys } from './keys.ts';
import {
  isAccountable,
  summarize,
  type KeySummary,
  type Report,
  type ReportedFinding,
} from './report.ts';
import type { Options, Rule } from '../rule/rule.ts';
import { distinctKeys } from './repeats.ts';
import { suppress, type SuppressionOptions } from './suppress/index.ts';
import type { SuppressedFinding } from './suppress/suppress.ts';
import { gapsFor, readKeys, tellerOf } from './unread.ts';

export interface RunOptions extends ReadOptions, Omit<SuppressionOptions, 'configured'> {
  readonly directory: string;
  readonly inputs: readonly string[];
  readonly rules: readonly Rule[];
  readonly optionsOf: (rule: Rule) => Options;
  readonly version: string;
  /** What could not be read before there were inputs. */
  readonly gaps?: readonly Gap[];
  /** Whether passes and not-applicable verdicts are reported too; they are kept unless told otherwise. */
  readonly everyVerdict?: boolean;
  /** What the configuration file says beside rules and thresholds, which are given as such. */
  readonly config?: Config | null;
  /** Whether the configuration file may suppress findings; it may unless told otherwise. */
  readonly configSuppressions?: boolean;
  readonly baseline?: Baseline | null;
}

/** A report, and the baseline that is to be written. */
export interface RunReport extends Report {
  readonly baselineUpdate: BaselineUpdate | null;
}

/** Reads the inputs, judges them, and tells the result. */
export async function run(options: RunOptions): Promise<RunReport> {
  const { rules, optionsOf, directory, config = null } = options;
  const read = await readInputs(options.inputs, { ...options, ...ignoring(config) });
  const gaps = gapsFor([...read.present.gaps, ...(options.gaps ?? [])], rules);
  const present = declare({ ...read.present, gaps }, config);
  const prior = declare(read.prior, config);
  const failuresOnly = passesUnwanted(options);
  const verdicts = check(present, { rules, prior, optionsOf, failuresOnly });
  const located = await locateFindings(verdicts, present.scopes, directory);
  const reach = config === null ? null : reachFrom(config.base, directory, present.scopes);
  const judged = { ...present, keys: readKeys(distinctKeys(present), gaps) };
  const kept = leaveOut(markTold(located.findings, gaps), judged, config?.ignore ?? null, reach);
  const seen = { ...present, gaps: kept.gaps };
  const mayWaive = config !== null && reach !== null && options.configSuppressions !== false;
  const configured = mayWaive
    ? { suppressions: config.suppressions, reach, isWhole: isWhole(config, options) }
    : null;
  const besidePlans = located.comments;
  const comments = { present: seen, prior, comments: read.comments, besidePlans };
  const suppressed = suppress(kept.findings, comments, { ...options, configured });
  const { findings: compared, update } = await compare(suppressed, seen, kept, options);
  const lineAt = sourceLineReader(directory);
  const findings = compared.map((finding) => ({
    ...finding,
    sourceLine: isPrintedWithLine(finding) ? lineAt(finding.location) : null,
  }));
  const ignored = [...read.ignored, ...namesOf(kept.ignored)];
  let keys: readonly KeySummary[] | null = null;
  return {
    tool: { name: 'kmslint', version: options.version },
    findings,
    gaps: kept.gaps,
    get keys() {
      return (keys ??= summarizeKeys(present, prior));
    },
    rules,
    ...(ignored.length === 0 ? {} : { ignored }),
    recordedAt: timesOf(present),
    asOf: newestDate(present),
    summary: summarize(findings, kept.gaps, kept.keys, ignored.length),
    baselineUpdate: update,
  };
}

/**
 * Sources whose passes nobody asks for: not the report, not a configuration that tells what it has no use for from what
 * it waives, and not a baseline that tells what is gone from what was not judged.
 */
function passesUnwanted(options: RunOptions): ReadonlySet<Source> {
  const { everyVerdict = true, config = null, baseline = null } = options;
  const waives =
    config !== null &&
    config.suppressions.length + config.ignore.paths.length + config.ignore.subjects.length > 0;
  if (everyVerdict || waives) return new Set();
  return new Set(baseline === null ? ['live', 'plan', 'state'] : ['live']);
}

function markTold(findings: readonly Finding[], gaps: readonly Gap[]): readonly Finding[] {
  const isTold = tellerOf(gaps);
  return findings.map((finding) => (isTold(finding) ? { ...finding, isTold: true } : finding));
}

/** When the scopes were recorded, for those that tell. */
function timesOf({ scopes }: Inventory): Readonly<Record<string, string>> {
  return Object.fromEntries(
    scopes.flatMap(({ id, recordedAt }) => (recordedAt === undefined ? [] : [[id, recordedAt]])),
  );
}

/** A subject is named once for each scope that has it. */
function namesOf(findings: readonly Finding[]): readonly string[] {
  const names = findings.map(({ scope, subject }): [string, string] => [
    `${scope}\n${subject}`,
    subject,
  ]);
  return [...new Map(names).values()];
}

function ignoring(config: Config | null): Pick<ReadOptions, 'isIgnored'> {
  if (config === null || config.ignore.paths.length === 0) return {};
  return { isIgnored: reachesPath(config.ignore.paths, config.base) };
}

/** What the configuration declares goes with the inventory, to whoever asks it. */
function declare(inventory: Inventory, config: Config | null): Inventory {
  if (config === null || config.lineage.length + config.versionPatterns.length === 0) {
    return inventory;
  }
  const { lineage, versionPatterns } = config;
  return { ...inventory, conventions: { lineage, versionPatterns } };
}

/** Whether some input is a directory that holds all that lies beside or below the configuration file. */
function isWhole({ base }: Config, { inputs, directory }: RunOptions): boolean {
  return inputs.some((input) => input !== '-' && isInside(base, resolve(directory, input)));
}

/** The baseline is loaded where there is one. */
async function compare(
  findings: readonly SuppressedFinding[],
  { scopes, gaps, partial }: Inventory,
  { ignored }: Kept,
  { baseline = null, config = null, directory, rules, inputs }: RunOptions,
): Promise<{
  readonly findings: readonly ReportedFinding[];
  readonly update: BaselineUpdate | null;
}> {
  if (baseline === null) {
    return {
      findings: findings.map((finding) => ({ ...finding, baselineState: null })),
      update: null,
    };
  }
  const { compareWithBaseline } = await import('./baseline/index.ts');
  const repository = repositoryOf(directory) ?? directory;
  const { isIgnored = () => false } = ignoring(config);
  const judged = {
    findings,
    ignored,
    rules,
    scopes,
    gaps: [...gaps, ...partial],
    directories: inputs
      .filter((input) => input !== '-')
      .map((input) => showPath(resolve(directory, input), repository)),
    isPassedOver: (place: string) => isIgnored(resolve(repository, place)),
  };
  return compareWithBaseline(judged, baseline, directory);
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
  /** Modules that `terraform init` has not fetched are told, and do not count. */
  readonly allowUnfetched: boolean;
}

/** 1: something is wrong or, on request, undecided. 3: nothing is, so far as could be read. 0: clean. */
export function exitCodeOf(
  report: Report,
  { failOn, failOnOpen, allowGaps, allowUnfetched }: Thresholds,
): 0 | 1 | 3 {
  const counts = report.findings.filter(isAccountable).some(({ kind, severity }) => {
    if (kind === 'open') return failOnOpen;
    return kind === 'fail' && failOn !== null && rankOf(severity) >= rankOf(failOn);
  });
  if (counts) return 1;
  const isExcused = (gap: Gap): boolean => allowGaps || (allowUnfetched && isUnfetched(gap));
  return report.gaps.every(isExcused) ? 0 : 3;
}

/** Whether nothing is missing but what `terraform init` would bring. */
function isUnfetched({ modules = [] }: Gap): boolean {
  return modules.length > 0 && modules.every(({ cause }) => cause === 'unfetched');
}
