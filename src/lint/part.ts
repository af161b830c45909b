import { resolve } from 'node:path';
import type { Comparing } from './baseline/index.ts';
import { acceptGaps } from './accept.ts';
import type { Checked } from './checked.ts';
import type { Config } from './config/config.ts';
import { isInside, showPath } from './config/find.ts';
import { leaveOut } from './config/ignore.ts';
import { reachesPath, reachFrom } from './config/reach.ts';
import type { Finding } from '../model/finding.ts';
import type { Gap, Inventory, Key, Scope, Subject } from '../model/inventory.ts';
import { locateFindings } from '../read/locate.ts';
import type { ReadOptions } from '../read/options.ts';
import { sourceLineReader } from '../read/source-lines.ts';
import { newestDate, summarizeKeys } from './keys.ts';
import { mayWaive, suppressionsOf, type Dated, type RunOptions } from './options.ts';
import { nameAccounts, noteNames, ownerTagNames, tellOwners } from './owner/owned.ts';
import { distinctKeys } from './repeats.ts';
import { summarize, type KeySummary, type ReportedFinding, type ReportPart } from './report.ts';
import { openEnding, suppress, type Ending, type Needed } from './suppress/index.ts';
import type { SuppressedFinding } from './suppress/suppress.ts';
import { readKeys, tellerOf } from './unread.ts';

/** What goes on from one part of a run to the next. */
export interface Stages {
  readonly ending: Ending;
  readonly comparing: Comparing | null;
  readonly lineAt: ReturnType<typeof sourceLineReader>;
  /** How often each fingerprint was given where no account tells findings apart. */
  readonly fingerprints: Map<string, number>;
  /** Names of the accounts that were read so far, by their numbers. */
  readonly accountNames: Map<string, string>;
}

export async function openStages(options: Dated): Promise<Stages> {
  const { baseline = null, directory, rules } = options;
  return {
    ending: openEnding(suppressionsOf(options), options),
    comparing:
      baseline === null
        ? null
        : (await import('./baseline/index.ts')).openComparing(baseline, rules, directory),
    lineAt: sourceLineReader(directory),
    fingerprints: new Map(),
    accountNames: new Map(),
  };
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

/** What was judged together, as far as it can be told without the other parts of the run: plain data. */
export interface Piece extends Omit<ReportPart, 'findings' | 'keys' | 'summary'> {
  readonly findings: readonly SuppressedFinding[];
  readonly needed: Needed;
  /** Verdicts that the configuration leaves out. */
  readonly ignored: readonly Finding[];
  readonly scopes: Inventory['scopes'];
  /** Gaps, with those that somebody accepts. */
  readonly unread: readonly Gap[];
  /** How many keys count, and how many gaps somebody accepts. */
  readonly counted: number;
  readonly accepted: number;
}

/** A piece, with its keys where somebody asks for them. */
export interface Made {
  readonly piece: Piece;
  readonly keys: () => readonly KeySummary[];
}

/** Makes what can be made of what was judged without any other part. */
export async function toPiece(
  { batch, present, prior, gaps, tallies, controls, findings: verdicts }: Checked,
  { isElsewhere, account, unmanaged }: Surroundings,
  options: Dated,
): Promise<Made> {
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
  const read = {
    present: { ...present, gaps: kept.gaps },
    prior,
    comments: batch.comments,
    besidePlans: located.comments,
    reach: mayWaive(options) ? reach : null,
  };
  const suppressions = suppressionsOf(options);
  const { findings, ...needed } = suppress(kept.findings, read, suppressions, options);
  const accepted =
    reach === null
      ? { gaps: kept.gaps, count: 0 }
      : acceptGaps(kept.gaps, suppressions, reach, options.today);
  const excused = accepted.count === 0 ? findings : excuse(findings, accepted.gaps);
  const piece: Piece = {
    account: batch.account,
    paths: batch.paths,
    findings: tellOwners(excused, [present, prior], options),
    needed,
    ignored: kept.ignored,
    scopes: present.scopes,
    unread: [...kept.gaps, ...present.partial],
    gaps: accepted.gaps,
    unmanaged,
    recordedAt: timesOf(present),
    asOf: newestDate(present),
    controls: controls.counts(judged.keys, isLeftOut),
    counted: kept.keys,
    accepted: accepted.count,
  };
  const context = { tallies, account, isElsewhere, ownerTags: ownerTagNames(options) };
  return { piece, keys: () => summarizeKeys(present, prior, context) };
}

/** Makes the next part of the report of a piece. */
export async function toPart(
  { piece, keys: keysOf }: Made,
  stages: Stages,
  options: Dated,
  isLast: boolean,
): Promise<{ readonly part: ReportPart; readonly ignored: readonly string[] }> {
  const { needed, ignored, scopes, unread, counted, accepted, ...rest } = piece;
  stages.ending.add(needed);
  const { shard = null } = options;
  // Of a part of the accounts nobody can tell which suppressions the others need; what else is wrong, one part tells.
  const isEnd = isLast && (shard === null || shard.index === 0);
  const coverage = { isAll: shard === null, isWhole: isWhole(options) };
  const all = isEnd ? stages.ending.end(piece.findings, coverage) : piece.findings;
  noteNames(scopes, stages.accountNames);
  const reported = report(
    { findings: all, ignored, scopes, gaps: unread },
    stages,
    options.directory,
  );
  const told = nameAccounts(reported, stages.accountNames);
  const findings = (await options.suggest?.(told)) ?? told;
  const { gaps, unmanaged } = piece;
  let keys: readonly KeySummary[] | null = null;
  const part: ReportPart = {
    ...rest,
    findings,
    get keys() {
      return (keys ??= nameAccounts(keysOf(), stages.accountNames));
    },
    summary: summarize(findings, gaps, counted, 0, accepted, unmanaged?.length ?? null),
  };
  return { part, ignored: namesOf(ignored) };
}

/** Findings as they are reported: with their states in the baseline, and with the lines that they point at. */
function report(
  part: Parameters<Comparing['apply']>[0],
  { comparing, lineAt }: Stages,
  directory: string,
): readonly ReportedFinding[] {
  const compared: readonly ReportedFinding[] =
    comparing?.apply(part) ?? part.findings.map((finding) => ({ ...finding, baselineState: null }));
  const roots = new Map(part.scopes.map((scope) => [scope.id, rootModuleOf(scope, directory)]));
  return compared.map((finding) => ({
    ...finding,
    rootModule: roots.get(finding.scope) ?? null,
    sourceLine: isPrintedWithLine(finding) ? lineAt(finding.location) : null,
  }));
}

/** A root module, or what stands for one, as it is printed: a directory where it is at hand, else as fingerprints know it. */
function rootModuleOf(scope: Scope, from: string): string | null {
  const { id, source, rootModule, directory } = scope;
  if (source === 'hcl') return id;
  return directory === undefined ? rootModule : showPath(directory, from);
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
function isWhole({ config = null, inputs, directory }: RunOptions): boolean {
  if (config === null) return false;
  return inputs.some((input) => input !== '-' && isInside(config.base, resolve(directory, input)));
}
