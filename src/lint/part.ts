import { resolve } from 'node:path';
import type { Baseline, Comparing } from './baseline/index.ts';
import { acceptGaps } from './accept.ts';
import { check } from './check.ts';
import type { Config } from './config/config.ts';
import { isInside } from './config/find.ts';
import { openControls } from './controls.ts';
import { leaveOut, type Kept } from './config/ignore.ts';
import { reachesPath, reachFrom } from './config/reach.ts';
import type { Finding } from '../model/finding.ts';
import type { Gap, Inventory, Source, Subject } from '../model/inventory.ts';
import { locateFindings } from '../read/locate.ts';
import type { ReadOptions } from '../read/options.ts';
import type { Batch } from '../read/batches.ts';
import { sourceLineReader } from '../read/source-lines.ts';
import { count, newestDate, summarizeKeys, type Tallies } from './keys.ts';
import { distinctKeys } from './repeats.ts';
import { summarize, type KeySummary, type ReportedFinding, type ReportPart } from './report.ts';
import type { Options, Rule } from '../rule/rule.ts';
import { openSuppressing, type Suppressing, type SuppressionOptions } from './suppress/index.ts';
import type { SuppressedFinding } from './suppress/suppress.ts';
import { gapsFor, readKeys, tellerOf } from './unread.ts';

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
  /** Whether keys tell how many passes, and verdicts that do not apply, there are about them. */
  readonly tallies?: boolean;
  /** What the configuration file says beside rules and thresholds, which are given as such. */
  readonly config?: Config | null;
  /** Whether the configuration file may suppress findings; it may unless told otherwise. */
  readonly configSuppressions?: boolean;
  readonly baseline?: Baseline | null;
  /** Adds to findings the edits that mend them; asked where a report shows some. */
  readonly suggest?: (findings: readonly ReportedFinding[]) => Promise<readonly ReportedFinding[]>;
}

/** What goes on from one part of a run to the next. */
export interface Stages {
  readonly suppressing: Suppressing;
  readonly comparing: Comparing | null;
  /** The current day in UTC, `YYYY-MM-DD`. */
  readonly today: string;
  readonly lineAt: ReturnType<typeof sourceLineReader>;
  /** How often each fingerprint was given where no account tells findings apart. */
  readonly fingerprints: Map<string, number>;
}

export async function openStages(options: RunOptions): Promise<Stages> {
  const { config = null, baseline = null, directory, rules } = options;
  const suppressions = mayWaive(options) ? (config?.suppressions ?? []) : [];
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  return {
    suppressing: openSuppressing(suppressions, { ...options, today }),
    comparing:
      baseline === null
        ? null
        : (await import('./baseline/index.ts')).openComparing(baseline, rules, directory),
    today,
    lineAt: sourceLineReader(directory),
    fingerprints: new Map(),
  };
}

function mayWaive({ config = null, configSuppressions }: RunOptions): boolean {
  return config !== null && configSuppressions !== false;
}

/** Judges what belongs together. */
export async function judgeBatch(
  batch: Batch,
  extra: readonly Gap[],
  stages: Stages,
  options: RunOptions,
): Promise<{ readonly part: ReportPart; readonly ignored: readonly string[] }> {
  const { rules, optionsOf, directory, config = null } = options;
  const gaps = gapsFor([...batch.present.gaps, ...extra], rules);
  const present = declare({ ...batch.present, gaps }, config);
  const prior = declare(batch.prior, config);
  const failuresOnly = passesUnwanted(options);
  const controls = openControls(rules);
  const tallies: Tallies | null = options.tallies === true ? new Map() : null;
  const verdicts = check(present, {
    rules,
    prior,
    optionsOf,
    failuresOnly,
    ...(batch.account === null ? { fingerprints: stages.fingerprints } : {}),
    onVerdict: (rule, subject, kind) => {
      controls.take(rule, subject, kind);
      if (tallies !== null) count(tallies, subject, kind);
    },
  });
  const located = await locateFindings(verdicts, present.scopes, directory);
  const reach = config === null ? null : reachFrom(config.base, directory, present.scopes);
  const judged = { ...present, keys: readKeys(distinctKeys(present), gaps) };
  const kept = leaveOut(markTold(located.findings, gaps), judged, config?.ignore ?? null, reach);
  const seen = { ...present, gaps: kept.gaps };
  const suppressed = stages.suppressing(kept.findings, {
    present: seen,
    prior,
    comments: batch.comments,
    besidePlans: located.comments,
    reach: mayWaive(options) ? reach : null,
    ending: batch.isLast ? { isWhole: config !== null && isWhole(config, options) } : null,
  });
  const accepted =
    mayWaive(options) && config !== null && reach !== null
      ? acceptGaps(kept.gaps, config.suppressions, reach, stages.today)
      : { gaps: kept.gaps, count: 0 };
  const excused = accepted.count === 0 ? suppressed : excuse(suppressed, accepted.gaps);
  const told = report(excused, seen, kept, stages);
  const findings = (await options.suggest?.(told)) ?? told;
  let keys: readonly KeySummary[] | null = null;
  const part: ReportPart = {
    account: batch.account,
    paths: batch.paths,
    findings,
    gaps: accepted.gaps,
    get keys() {
      return (keys ??= summarizeKeys(present, prior, tallies));
    },
    recordedAt: timesOf(present),
    asOf: newestDate(present),
    controls: controls.counts(judged.keys, isAmong(kept.ignored)),
    summary: summarize(findings, accepted.gaps, kept.keys, 0, accepted.count),
  };
  return { part, ignored: namesOf(kept.ignored) };
}

/** Findings as they are reported: with their states in the baseline, and with the lines that they point at. */
function report(
  findings: readonly SuppressedFinding[],
  { scopes, gaps, partial }: Inventory,
  { ignored }: Kept,
  { comparing, lineAt }: Stages,
): readonly ReportedFinding[] {
  const part = { findings, ignored, scopes, gaps: [...gaps, ...partial] };
  const compared: readonly ReportedFinding[] =
    comparing?.apply(part) ?? findings.map((finding) => ({ ...finding, baselineState: null }));
  return compared.map((finding) => ({
    ...finding,
    sourceLine: isPrintedWithLine(finding) ? lineAt(finding.location) : null,
  }));
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

/** What a gap told that somebody lives with counts no more than that gap. */
function excuse(
  findings: readonly SuppressedFinding[],
  left: readonly Gap[],
): readonly SuppressedFinding[] {
  const isToldStill = tellerOf(left);
  return findings.map((finding) =>
    finding.isTold === true && !isToldStill(finding) ? { ...finding, isExcused: true } : finding,
  );
}

/** When the scopes were recorded, for those that tell. */
function timesOf({ scopes }: Inventory): Readonly<Record<string, string>> {
  return Object.fromEntries(
    scopes.flatMap(({ id, recordedAt }) => (recordedAt === undefined ? [] : [[id, recordedAt]])),
  );
}

/** Whether verdicts about an object are among some; where there are none, of none. */
function isAmong(findings: readonly Finding[]): (subject: Subject) => boolean {
  const names = new Set(findings.map(({ scope, subject }) => `${scope}\n${subject}`));
  return ({ scope, subject }) => names.size > 0 && names.has(`${scope}\n${subject}`);
}

/** A subject is named once for each scope that has it. */
function namesOf(findings: readonly Finding[]): readonly string[] {
  const names = findings.map(({ scope, subject }): [string, string] => [
    `${scope}\n${subject}`,
    subject,
  ]);
  return [...new Map(names).values()];
}

export function ignoring(config: Config | null): Pick<ReadOptions, 'isIgnored'> {
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

/** Passes are evidence, and need no line to look at. */
function isPrintedWithLine({ kind }: Finding): boolean {
  return kind === 'fail' || kind === 'open';
}

/** Whether some input is a directory that holds all that lies beside or below the configuration file. */
function isWhole({ base }: Config, { inputs, directory }: RunOptions): boolean {
  return inputs.some((input) => input !== '-' && isInside(base, resolve(directory, input)));
}
