import type { Unknown, Value } from '../value.ts';

/** What AWS tells of a live key's past, and of what is scheduled for it. Dates are in ISO 8601 and UTC. */
export interface KeyHistory {
  /** CreationDate of DescribeKey. */
  readonly createdAt: Value<string>;
  /** DeletionDate of DescribeKey: when a scheduled deletion happens; null where AWS tells none. */
  readonly deletionAt: Value<string | null>;
  /** NextRotationDate of GetKeyRotationStatus: told of keys that rotate automatically. */
  readonly nextRotationAt: Value<string>;
  /** Whether OnDemandRotationStartDate tells of a rotation on demand that is going on. */
  readonly isRotatingOnDemand: boolean;
  /** Whether DescribeKey names a CurrentKeyMaterialId. */
  readonly hasCurrentMaterial: boolean;
  readonly materials: Materials;
}

/** ListKeyRotations, oldest first, what has no date before all else. */
export interface Materials {
  readonly entries: readonly KeyMaterial[];
  /** Why the list is not whole; null where it is. */
  readonly unread: Unknown | null;
}

/** A RotationsListEntry; the first material, and what is yet to be rotated in, have neither date nor type. */
export interface KeyMaterial {
  /** KeyMaterialId. */
  readonly id: string | null;
  /** RotationDate. */
  readonly at: string | null;
  /** RotationType: AUTOMATIC, ON_DEMAND, or what AWS adds later. */
  readonly type: string | null;
  /** KeyMaterialState. */
  readonly state: string | null;
  /** KeyMaterialDescription, for imported material. */
  readonly description: string | null;
}

/** Whoever has a history, or none. */
interface Aged {
  readonly history?: KeyHistory;
}

/** The day of the last rotation on demand, `YYYY-MM-DD` in UTC; null where none was read. */
export function lastOnDemand({ history }: Aged): string | null {
  const last = history?.materials.entries.findLast(({ type }) => type === 'ON_DEMAND');
  return last?.at?.slice(0, 10) ?? null;
}

/** The day on which the key is deleted; null where none was read. */
export function deletionDay({ history }: Aged): string | null {
  const at = history?.deletionAt;
  return at?.known === true ? (at.value?.slice(0, 10) ?? null) : null;
}
