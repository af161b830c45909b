/** What something was read from. */
export type Source = 'hcl' | 'plan' | 'state' | 'live';

/** One root module, plan, or account and Region. */
export interface Scope {
  readonly id: string;
  /** Root module path that fingerprints begin with; null where account and Region stand in for it. */
  readonly rootModule: string | null;
  /** What it was read from. */
  readonly source?: Source;
  /** Of a state: the id that all states of its root module and workspace share; absent where it is not told. */
  readonly lineage?: string;
  /** A module that is no root module: whoever calls it may declare more. */
  readonly isInner?: true;
  /** Of a plan: the directory of the configuration that it was made from, absolute; absent where none is known. */
  readonly directory?: string;
  /** Of a plan: that it changes nothing but the state, so that what it holds is not planned but read. */
  readonly refreshesOnly?: true;
  /** Its own time, in ISO 8601 and UTC: finishedAt of a snapshot, timestamp of a plan; absent where the input does not tell. */
  readonly recordedAt?: string;
  /** Of an account: when it began to be read, in ISO 8601 and UTC. */
  readonly startedAt?: string;
  /** Of an account: what was asked of it; absent where that is not recorded. */
  readonly asked?: Asked;
  /** Of an account: its name in its organisation; absent where it was not recorded. */
  readonly accountName?: string;
  /** Of an account: ARN of the role that read it; absent where none is recorded. */
  readonly role?: string;
  /** Grants of the keys in lineages were read (`--grants`); live alone. */
  readonly hasGrants?: true;
}

/** How an account and Region were read. */
export interface Asked {
  /** What the chosen rules needed. */
  readonly facts: readonly string[];
  /** Whether the rotations of every key were read. */
  readonly history: boolean;
}
