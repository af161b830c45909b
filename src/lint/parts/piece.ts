import { acceptGaps } from '../accept.ts';
import type { Checked } from '../checked.ts';
import type { ConfigSuppression } from '../config/config.ts';
import { ignorerOf, leaveOut } from '../config/ignore.ts';
import { reachFrom } from '../config/reach.ts';
import type { Finding } from '../../model/finding.ts';
import type { Gap, Inventory, Key, Subject } from '../../model/inventory.ts';
import { locateFindings } from '../../read/locate.ts';
import { newestDate, summarizeKeys } from '../keys.ts';
import type { RunOptions } from '../options.ts';
import { namesByScope, ownerTagNames, tellOwners } from '../owner/owned.ts';
import { distinctKeys } from '../repeats.ts';
import type { KeySummary, ReportPart } from '../report.ts';
import { suppress, type Needed } from '../suppress/index.ts';
import type { SuppressedFinding } from '../suppress/suppress.ts';
import type { Scan } from '../trend/scans.ts';
import type { Trend } from '../trend/trend.ts';
import { readKeys, tellerOf, withOpens } from '../unread.ts';

/** A run whose day does not end before it does. */
export type Dated = RunOptions & {
  readonly today: string;
  /** Whether earlier snapshots are given: `previous` itself stays in its thread. */
  readonly hasPrevious?: boolean;
};

export function suppressionsOf(options: RunOptions): readonly ConfigSuppression[] {
  return mayWaive(options) ? (options.config?.suppressions ?? []) : [];
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
  /** What became of its findings; null where nobody asked. */
  readonly trend: Trend | null;
  /** The accounts and Regions that it holds. */
  readonly scans?: readonly Scan[];
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
  /** When the oldest of the earlier snapshots was begun; null where none was compared. */
  readonly since: string | null;
}

/** A piece, with its keys where somebody asks for them. */
export interface Made {
  readonly piece: Piece;
  readonly keys: () => readonly KeySummary[];
}

/** Makes what can be made of what was judged without any other part. */
export async function toPiece(
  { batch, present, prior, gaps, tallies, controls, findings: verdicts }: Checked,
  { isElsewhere, account, unmanaged, trend, scans = [] }: Surroundings,
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
  const isUntold = ignorerOf(config?.ignore ?? null, reach);
  const told = tellOwners(excused, [present, prior], options);
  const piece: Piece = {
    account: batch.account,
    paths: batch.paths,
    scans,
    findings:
      trend === null
        ? told
        : told.map((finding) => ({ ...finding, previousState: trend.stateOf(finding) })),
    ...(trend === null ? {} : { fixed: trend.fixed.filter((one) => !isUntold(one)) }),
    needed,
    ignored: kept.ignored,
    scopes: present.scopes,
    unread: [...kept.gaps, ...present.partial],
    gaps: withOpens(accepted.gaps, excused),
    unmanaged,
    recordedAt: timesOf(present),
    accountNames: namesByScope(present),
    asOf: newestDate(present),
    controls: controls.counts(judged.keys, isLeftOut),
    counted: kept.keys,
    accepted: accepted.count,
    since: trend?.since ?? null,
  };
  const context = { tallies, account, isElsewhere, ownerTags: ownerTagNames(options) };
  return { piece, keys: () => summarizeKeys(present, prior, context) };
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
