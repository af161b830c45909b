// What the page's own script reads: written by `data.ts`, read by `client/`. Types and constants alone, for both sides.

/** Index of a text in {@link PageData.texts}; -1 where there is none. */
export type TextId = number;

/** Days since 1970-01-01 in UTC; null where the date is not known. */
export type Day = number | null;

/** Equal texts are stored once, rows by column: a report of 10,000 findings can still be sent by mail. */
export interface PageData {
  readonly texts: readonly string[];
  /** When the facts were recorded; null where the inputs do not tell, as plans do not. */
  readonly asOf: Day;
  readonly rules: readonly RuleData[];
  /** What the findings are grouped by at first: a name of {@link groupings}, or `tag:` and the name of a tag; null for nothing. */
  readonly groupBy: string | null;
  readonly findings: Columns<FindingRow>;
  readonly keys: Columns<KeyRow>;
  readonly lineages: readonly LineageData[];
}

export type Columns<T> = { readonly [Name in keyof T]: readonly T[Name][] };

export interface RuleData {
  readonly id: string;
  readonly title: string;
  readonly url: string;
}

export const kinds = ['fail', 'open', 'pass', 'notApplicable'] as const;
/** What findings can be grouped by, beside tags. */
export const groupings = ['account', 'region', 'rule', 'root'] as const;
export const statuses = ['active', 'suppressed', 'baseline'] as const;

export interface FindingRow {
  /** Index in {@link PageData.rules}. */
  readonly rule: number;
  /** Index in {@link kinds}. */
  readonly kind: number;
  /** Rank: 0 is info, 4 critical. */
  readonly severity: number;
  /** Index in {@link statuses}. */
  readonly status: number;
  readonly subject: TextId;
  readonly account: TextId;
  readonly region: TextId;
  /** Root module, plan, or account and Region. */
  readonly root: TextId;
  readonly message: TextId;
  readonly place: TextId;
  /** Root module and calls that lead there. */
  readonly origin: TextId;
  /** Equal for the findings of one fault. */
  readonly fault: number;
  /** The line of the configuration, and its number. */
  readonly line: TextId;
  readonly lineNumber: number;
  /** The facts that would settle an open verdict. */
  readonly because: readonly TextId[];
  readonly remedy: TextId;
  /** Two policies side by side: what is the matter, the old statement, the new ones. */
  readonly policies: readonly (readonly TextId[])[];
  readonly aliases: readonly TextId[];
  /** Tags that tell whose it is: names and values. */
  readonly owner: readonly (readonly [name: TextId, value: TextId])[];
  readonly description: TextId;
  readonly accountName: TextId;
  /** Why it is suppressed. */
  readonly reason: TextId;
  readonly fingerprint: string;
}

export interface KeyRow {
  readonly subject: TextId;
  readonly account: TextId;
  readonly region: TextId;
  /** Key spec, origin and whatever else makes it special. */
  readonly facts: readonly TextId[];
  readonly state: TextId;
  readonly rotation: TextId;
  readonly aliases: readonly TextId[];
  /** As with a finding. */
  readonly owner: readonly (readonly [name: TextId, value: TextId])[];
  readonly description: TextId;
  readonly accountName: TextId;
  readonly created: Day;
  /** Oldest first; null where they were not read. */
  readonly rotations: readonly number[] | null;
  /** Which of the rotations somebody asked for, by position. */
  readonly onDemand: readonly number[];
  readonly next: Day;
  readonly expires: Day;
  readonly deleted: Day;
  /** Failures and undecided verdicts about it that count. */
  readonly failures: number;
  readonly open: number;
}

export interface LineageData {
  readonly stems: readonly TextId[];
  readonly account: TextId;
  readonly region: TextId;
  readonly nodes: readonly LineageNode[];
  readonly links: readonly LineageLink[];
}

export interface LineageNode {
  readonly label: TextId;
  readonly facts: TextId;
  /** -1 where it is the usual one; a key that the plan takes away says so. */
  readonly state: TextId;
  readonly aliases: readonly LineageAlias[];
  /** Place in the picture: predecessors stand left of their successors. */
  readonly column: number;
  readonly row: number;
}

export interface LineageAlias {
  readonly name: TextId;
  readonly isVersion: boolean;
  /** When it came to point at the key. */
  readonly since: Day;
}

export interface LineageLink {
  /** Indexes in {@link LineageData.nodes}. */
  readonly from: number;
  readonly to: number;
  /** False where the link is not certain. */
  readonly certain: boolean;
  readonly evidence: TextId;
}
