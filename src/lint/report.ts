import type { Finding, Severity, Suppression } from '../model/finding.ts';
import type { TextEdit } from '../model/fixes/fix.ts';
import type { Gap } from '../model/inventory.ts';
import type { Rule } from '../rule/rule.ts';
import type { ControlCounts } from './controls.ts';
import type { KeySummary } from './key-summary.ts';
import type { Grouping, Owner } from './owner/owners.ts';
import type { FixedFinding, PreviousState } from './trend/compare.ts';
import type { Scan } from './trend/scans.ts';
import type { TrendCounts } from './trend/counts.ts';

export type { FixedFinding, PreviousState } from './trend/compare.ts';
export type { Scan, ScanTimes } from './trend/scans.ts';

export type * from './key-summary.ts';
export { percentageOf, type ControlCounts } from './controls.ts';
export type * from './key-summary.ts';

export interface ReportedFinding extends Finding {
  /** Its root module, or the module that was judged in its place, as printed; null, or absent, for live accounts, and where it is not known. */
  readonly rootModule?: string | null;
  /** The line of the configuration that it points at, where there is one and it may be shown. */
  readonly sourceLine?: string | null;
  /** Edits of the configuration that mend it, where they were asked for and are certain. */
  readonly edits?: readonly TextEdit[];
  /** The same as a patch, where a report shows one and no line of it may be a secret. */
  readonly patch?: string;
  readonly suppression: Suppression | null;
  /** Whose its subject is; absent where nothing of it is known. */
  readonly owner?: Owner;
  /** Of its account in the organisation; absent where that is not known. */
  readonly accountName?: string;
  /** Whether the baseline holds it; null where there is no baseline. */
  readonly baselineState: 'new' | 'unchanged' | null;
  /** What an earlier snapshot says of it; null where that cannot tell, absent where there is none. */
  readonly previousState?: PreviousState | null;
}

export interface Summary {
  readonly keys: number;
  readonly fail: number;
  readonly open: number;
  readonly suppressed: number;
  /** Findings that the baseline holds and nobody suppressed. */
  readonly unchanged: number;
  /** Subjects, directories and plans that the configuration keeps from being judged. */
  readonly ignored: number;
  readonly gaps: number;
  /** Those of the gaps that are about module calls. */
  readonly gapsAboutModules: number;
  /** Module calls whose modules were not read. */
  readonly modulesNotRead: number;
  /** Customer keys of accounts that no plan or state knows; null where nobody asked. */
  readonly unmanaged: number | null;
  /** The failures that count beside those of earlier snapshots; absent where none was compared. */
  readonly trend?: TrendCounts;
  /** Failures that are neither suppressed nor in the baseline, by severity. */
  readonly bySeverity: Readonly<Record<Severity, number>>;
}

/** What is known before anything is judged. */
export interface ReportHead {
  readonly tool: { readonly name: 'kmslint'; readonly version: string };
  readonly rules: readonly Rule[];
  /** How the run was asked for, for a reader of the report: what, and how. */
  readonly settings?: readonly (readonly [what: string, how: string])[];
}

/** What was judged together: an account in all of its Regions, a few states, or all plans and configurations. */
export interface ReportPart {
  /** The account; null, or absent, for plans, configurations and states, and where a snapshot does not tell. */
  readonly account?: string | null;
  /** Whether it holds the plans and configurations. */
  readonly isCode?: true;
  /** The states that it is about, as printed; none, or absent, where it is about anything else. */
  readonly paths?: readonly string[];
  /** Every verdict that may be asked for, in one order. */
  readonly findings: readonly ReportedFinding[];
  readonly gaps: readonly Gap[];
  /** Failures of an earlier snapshot that are there no more; absent where none was compared. */
  readonly fixed?: readonly FixedFinding[];
  /** The accounts and Regions that were judged; absent where there are none. */
  readonly scans?: readonly Scan[];
  /** ARNs of customer keys that no plan or state knows; null, or absent, where nobody asked. */
  readonly unmanaged?: readonly string[] | null;
  /** Every key that was judged, in the order of their subjects. */
  readonly keys: readonly KeySummary[];
  /** When the state of a scope was recorded, in ISO 8601 and UTC, by scope; absent where no input tells. */
  readonly recordedAt?: Readonly<Record<string, string>>;
  /** Names of the accounts of scopes in their organisation, by scope, for those that tell. */
  readonly accountNames?: Readonly<Record<string, string>>;
  /** When the newest of the live facts were recorded, in ISO 8601: ages count to this day, not to the day of rendering. */
  readonly asOf?: string | null;
  /** Keys by controls of public frameworks that the rules answer. */
  readonly controls?: readonly ControlCounts[];
  readonly summary: Summary;
}

/** Whether undecided verdicts count as failures: all, none, or those of some rules. */
export type FailOnOpen = boolean | ReadonlySet<string>;

/** Whether an undecided verdict of a rule counts as a failure. */
export function failsOpen(failOnOpen: FailOnOpen, ruleId: string): boolean {
  return typeof failOnOpen === 'boolean' ? failOnOpen : failOnOpen.has(ruleId);
}

/** What is known when all was judged. */
export interface ReportEnd {
  /** All of them. */
  readonly gaps: readonly Gap[];
  /** Names of the subjects, directories and plans that are ignored; absent where none is. */
  readonly ignored?: readonly string[];
  /** What may be meant otherwise, for a person: a line each; absent where there is nothing. */
  readonly hints?: readonly string[];
  readonly asOf?: string | null;
  readonly controls?: readonly ControlCounts[];
  /** Every account and Region that was judged, and those that earlier snapshots alone hold. */
  readonly scans?: readonly Scan[];
  readonly summary: Summary;
}

/** A report in one part. Reporters are pure functions of what they are given. */
export interface Report extends ReportHead, ReportPart, ReportEnd {}

export interface ReportOptions {
  /** Report passes and not-applicable verdicts too. */
  readonly all: boolean;
  readonly failOnOpen: FailOnOpen;
  readonly color: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
  /** When the run began, in ISO 8601 and UTC, for formats that cannot do without a date. */
  readonly time: string;
  /** Tells the rows of one run from those of another. */
  readonly runId: string;
  /** By what the reports for people group findings; absent where by input. */
  readonly groupBy?: Grouping;
  /** How many columns a terminal has; absent where none is written to. */
  readonly width?: number;
  /** At most so many findings are shown to people; absent where all are. */
  readonly max?: number;
  /** People are shown counts alone. */
  readonly summary?: boolean;
}

/** Whether a finding counts: it is neither suppressed nor old, and no gap counts in its place. */
export function isActive(finding: ReportedFinding): boolean {
  return isAccountable(finding) && finding.isTold !== true;
}

/** Whether somebody has yet to answer for a finding: it is neither suppressed nor old, and rests on no accepted gap. */
export function isAccountable({ suppression, baselineState, isExcused }: ReportedFinding): boolean {
  return suppression === null && baselineState !== 'unchanged' && isExcused !== true;
}

/** Failures and the open verdicts that no gap tells of; every verdict under `--all`. */
export function reported(
  { findings }: Pick<ReportPart, 'findings'>,
  { all }: ReportOptions,
): readonly ReportedFinding[] {
  if (all) return findings;
  return findings.filter(
    ({ kind, isTold }) => kind === 'fail' || (kind === 'open' && isTold !== true),
  );
}
