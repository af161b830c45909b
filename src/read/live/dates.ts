import type { KeyDates, KeyRotation } from '../../model/inventory.ts';
import { member, textMember } from '../input/json.ts';
import type { Json } from '../input/resource.ts';
import { entriesOf, type Answered } from './answers.ts';

/** A date as an SDK prints it, or seconds since 1970 as the wire has it; null for anything else. */
export function readDate(value: Json | undefined): string | null {
  const isSeconds =
    typeof value === 'number' || (typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value));
  if (!isSeconds && typeof value !== 'string') return null;
  const date = new Date(isSeconds ? Number(value) * 1000 : value);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** The dates that the answers about a key tell. */
export function readDates(
  metadata: Json | undefined,
  status: Json | undefined,
  rotations: Answered,
): KeyDates {
  return {
    createdAt: readDate(member(metadata, 'CreationDate')),
    deletionAt: readDate(member(metadata, 'DeletionDate')),
    expiresAt: readDate(member(metadata, 'ValidTo')),
    nextRotationAt: readDate(member(status, 'NextRotationDate')),
    rotations: rotations.failure === null ? readRotations(rotations.ok) : null,
  };
}

/** The first material of a key and what is yet to be rotated in have no date (KMS API, RotationsListEntry). */
function readRotations(ok: Json | undefined): readonly KeyRotation[] | null {
  const entries = entriesOf(ok, 'Rotations');
  if (entries === null) return null;
  return entries
    .flatMap((entry) => {
      const at = readDate(member(entry, 'RotationDate'));
      const type = textMember(entry, 'RotationType');
      return at === null || type === null ? [] : [{ at, type }];
    })
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
