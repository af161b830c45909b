import type { Credentials } from '../target.ts';

/** An account of the organisation. */
export interface MemberAccount {
  readonly id: string;
  /** As the organisation calls it; absent where it does not tell. */
  readonly name?: string;
  /** AWS's own word: ACTIVE, SUSPENDED, PENDING_CLOSURE, … */
  readonly state: string;
}

/** A Region of the partition, and whether the account that asked has it enabled. */
export interface RegionStatus {
  readonly name: string;
  readonly enabled: boolean;
}

/** A role to assume. */
export interface RoleRequest {
  readonly arn: string;
  readonly externalId: string | null;
  readonly sessionName: string;
}

/** What finding the targets asks of AWS. Every function fails with AWS's own error. */
export interface Cloud {
  /** Where the requests below are sent. */
  readonly region: string;
  /** The caller's own. */
  readonly credentials: Credentials;
  /** The caller's account, twelve digits. */
  readonly callerAccount: () => Promise<string>;
  /** Credentials of the role: assumed when they are first asked for, and again before they expire. */
  readonly assume: (role: RoleRequest) => Credentials;
  readonly listAccounts: () => Promise<readonly MemberAccount[]>;
  /** Directly below a root or an organisational unit. */
  readonly listAccountsIn: (parent: string) => Promise<readonly MemberAccount[]>;
  readonly listUnitsIn: (parent: string) => Promise<readonly string[]>;
  /** Every Region of the partition, as it stands with the account whose credentials are given. */
  readonly listRegions: (credentials: Credentials) => Promise<readonly RegionStatus[]>;
}
