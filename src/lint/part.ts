import { resolve } from 'node:path';
import type { Comparing } from './baseline/index.ts';
import { acceptGaps } from './accept.ts';
import type { Checked } from './checked.ts';
import type { Config } from './config/config.ts';
import { isInside } from './config/find.ts';
import { leaveOut, type Kept } from './config/ignore.ts';
import { reachesPath, reachFrom } from './config/reach.ts';
import type { Finding } from '../model/finding.ts';
import type { Gap, Inventory, Key, Subject } from '../model/inventory.ts';
import { locateFindings } from '../read/locate.ts';
import type { ReadOptions } from '../read/options.ts';
import { sourceLineReader } from '../read/source-lines.ts';
import { newestDate, summarizeKeys } from './keys.ts';
import type { RunOptions } from './options.ts';
import { noteNames, originsOf, ownerTagNames, tellOwners } from './owner/owned.ts';
import { distinctKeys } from './repeats.ts';
import { summarize, type KeySummary, type ReportedFinding, type ReportPart } from './report.ts';
import { openSuppressing, type Suppressing } from './suppress/index.ts';
import type { SuppressedFinding } from './suppress/suppress.ts';
import { readKeys, tellerOf } from './unread.ts';

/** What goes on from one part of a run to the next. */
export interface Stages {
  readonly suppressing: Suppressing;
  readonly comparing: Comparing | null;
  /** The current day in UTC, `YYYY-MM-DD`. */
  readonly today: string;
  readonly lineAt: ReturnType<typeof sourceLineReader>;
  /** How often each fingerprint was given where no account tells findings apart. */
  readonly fingerprints: Map<string, number>;
  /** Names of the accounts that were read so far, by their numbers. */
  readonly accountNames: Map<string, string>;
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
    accountNames: new Map(),
  };
}

function mayWaive({ config = null, configSuppressions }: RunOptions): boolean {
  return config !== null && configSuppressions !== false;
}

/** What of a part is known by what lies beside it. */
export interface Surroundings {
  /** Keys that another part judges and counts too. */
  readonly isElsewhere: (key: Key) => boolean;
  /** The keys of accounts as they were read. */
  readonly account: Inventory;
  /** Keys of an account that no plan or state knows; null where nobody asked, or there are none to ask about. */
  readonly unmanaged: readonly string[] | null;
}

/** Makes a part of a report of what was judged. */
export async function toPart(
  { batch, present, prior, gaps, tallies, controls, findings: verdicts }: Checked,
  { isElsewhere, account, unmanaged }: Surroundings,
  stages: Stages,
  options: RunOptions,
): Promise<{ readonly part: ReportPart; readonly ignored: readonly string[] }> {
  const { directory, config = null } = options;
  const located = await locateFindings(verdicts, present.scopes, directory);
  const reach = config === null ? null : reachFrom(config.base, directory, present.scopes);
  const own = distinctKeys(present).filter((key) => !isElsewhere(key));
  const judged = { ...present, keys: readKeys(own, gaps) };
  const kept = leaveOut(markTold(located.findings, gaps), judged, config?.ignore ?? null, reach);
  const isIgnored = isAmong(kept.ignored);
  const elsewhere = new Set(present.keys.filter(isElsewhere).map(nameOf));
  const isLeftOut = (subject: Subject): boolean =>
    elsewhere.has(nameOf(subject)) || isIgnored(subject);
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
  noteNames(present, stages.accountNames);
  const told = tellOwners(report(excused, seen, kept, stages), [present, prior], stages, options);
  const findings = (await options.suggest?.(told)) ?? told;
  const { accountNames } = stages;
  const ownerTags = ownerTagNames(options);
  const context = { tallies, account, isElsewhere, ownerTags, accountNames };
  let keys: readonly KeySummary[] | null = null;
  const part: ReportPart = {
    account: batch.account,
    paths: batch.paths,
    findings,
    gaps: accepted.gaps,
    get keys() {
      return (keys ??= summarizeKeys(present, prior, context));
    },
    unmanaged,
    recordedAt: timesOf(present),
    origins: originsOf(present),
    asOf: newestDate(present),
    controls: controls.counts(judged.keys, isLeftOut),
    summary: summarize(
      findings,
      accepted.gaps,
      kept.keys,
      0,
      accepted.count,
      unmanaged?.length ?? null,
    ),
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

function nameOf({ scope, subject }: Subject): string {
  return `${scope}\n${subject}`;
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

/** Passes are evidence, and need no line to look at. */
function isPrintedWithLine({ kind }: Finding): boolean {
  return kind === 'fail' || kind === 'open';
}

/** Whether some input is a directory that holds all that lies beside or below the configuration file. */
function isWhole({ base }: Config, { inputs, directory }: RunOptions): boolean {
  return inputs.some((input) => input !== '-' && isInside(base, resolve(directory, input)));
}
