import type { Source } from '../model/inventory.ts';
import type { Owner } from './owner/owners.ts';

/** A key for pictures and tables: what is not known, or is sensitive, is null. */
export interface KeySummary {
  /** Address as Terraform prints it, or the ARN. */
  readonly subject: string;
  readonly source: Source;
  /** Root module, plan, or account and Region. */
  readonly scope: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly keyId: string | null;
  readonly keySpec: string | null;
  readonly keyUsage: string | null;
  readonly origin: string | null;
  readonly keyState: string | null;
  readonly multiRegionKeyType: string | null;
  readonly rotationEnabled: boolean | null;
  readonly rotationPeriodInDays: number | null;
  readonly dates: KeyDates | null;
  /** Names of the customer aliases that target it, sorted. */
  readonly aliases: readonly string[];
  /** When an alias came to point at it, in ISO 8601; only those of which it is known. */
  readonly aliasMoves?: readonly { readonly alias: string; readonly at: string }[];
  /** The keys that replaced it; see `src/model/lineage.ts`. */
  readonly successors: readonly Replacement[];
  /** The keys that it replaces and that the plan takes away. */
  readonly replaces?: readonly Replacement[];
  /** Tags that tell whose it is, for tables: more than `owner` has, unless somebody chose some. */
  readonly ownerTags?: Readonly<Record<string, string>>;
  readonly owner?: Owner;
  /** Of its account in the organisation; absent where that is not known. */
  readonly accountName?: string;
  /** How many verdicts about it are neither failures nor open; absent where nobody asked. */
  readonly tally?: { readonly pass: number; readonly notApplicable: number };
}

/** Dates of a live key for pictures, in ISO 8601 and UTC; null where AWS tells none. */
export interface KeyDates {
  readonly createdAt: string | null;
  readonly deletionAt: string | null;
  readonly expiresAt: string | null;
  readonly nextRotationAt: string | null;
  /** Rotations with their dates, oldest first; null where they were not all read. */
  readonly rotations: readonly KeyRotation[] | null;
}

export interface KeyRotation {
  readonly at: string;
  /** AUTOMATIC, ON_DEMAND, or what AWS adds later. */
  readonly type: string;
}

/** The other end of a link of the lineage, what shows the link, and whether it is certain. */
export interface Replacement {
  readonly subject: string;
  readonly evidence: string;
  readonly certain: boolean;
}
