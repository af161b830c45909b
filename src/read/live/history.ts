import type { Origin } from '../../model/inventory.ts';
import type { KeyHistory, KeyMaterial, Materials } from '../../model/keys/history.ts';
import type { Location } from '../../model/location.ts';
import { known, type Unknown, type Value } from '../../model/value.ts';
import { compareText } from '../../text/compare.ts';
import { member, textMember } from '../input/json.ts';
import type { Json } from '../input/resource.ts';
import { entriesOf, missing, unanswered, type Answered } from './answers.ts';
import { dateMember } from '../input/dates.ts';
import type { RotationAnswers } from './rotation.ts';
import type { Shared } from './shared.ts';

/**
 * What the answers about a key tell of its past and its schedule.
 * @param undescribed why DescribeKey tells nothing; null where it does
 */
export function readHistory(
  metadata: Json | undefined,
  undescribed: Unknown | null,
  at: Location,
  { status, statusAt, rotations, rotationsAt }: RotationAnswers,
  shared: Shared,
): KeyHistory {
  const createdAt = dateMember(metadata, 'CreationDate');
  const deletionAt = dateMember(metadata, 'DeletionDate');
  const next = dateMember(status.ok, 'NextRotationDate');
  return {
    createdAt:
      createdAt === null
        ? (undescribed ?? shared.creationUnread)
        : known(createdAt, 'observed', at),
    deletionAt:
      deletionAt === null ? (undescribed ?? shared.noDeletion) : known(deletionAt, 'observed', at),
    nextRotationAt:
      next === null ? nextUnread(status, statusAt, shared) : known(next, 'observed', statusAt),
    isRotatingOnDemand: dateMember(status.ok, 'OnDemandRotationStartDate') !== null,
    hasCurrentMaterial: textMember(metadata, 'CurrentKeyMaterialId') !== null,
    materials: readMaterials(rotations, rotationsAt, shared),
  };
}

/** AWS tells no date, or was asked and refused. */
function nextUnread({ failure }: Answered, at: Location, shared: Shared): Unknown {
  const isRefused = failure !== null && (failure.name !== null || failure.earlier !== undefined);
  return isRefused ? unanswered(failure, 'GetKeyRotationStatus', at) : shared.nextRotationUnread;
}

function readMaterials(answer: Answered, at: Location, { notListed }: Shared): Materials {
  const list = entriesOf(answer.ok, 'Rotations');
  if (
    list === null &&
    answer.failure?.reason === 'not-read' &&
    answer.failure.earlier === undefined
  )
    return notListed;
  const unread =
    answer.failure === null
      ? list === null
        ? missing(member(answer.ok, 'Rotations'), 'Rotations', at)
        : null
      : unanswered(answer.failure, 'ListKeyRotations', at);
  const entries = (list ?? []).map(readMaterial);
  return { entries: entries.toSorted((a, b) => compareText(a.at ?? '', b.at ?? '')), unread };
}

function readMaterial(entry: Json): KeyMaterial {
  return {
    id: textMember(entry, 'KeyMaterialId'),
    at: dateMember(entry, 'RotationDate'),
    type: textMember(entry, 'RotationType'),
    state: textMember(entry, 'KeyMaterialState'),
    description: textMember(entry, 'KeyMaterialDescription'),
  };
}

/**
 * ValidTo, where ExpirationModel says that the material expires. Both are told of imported material alone (KMS API,
 * KeyMetadata), and of none while the key waits for its import.
 */
export function readExpiry(
  metadata: Json | undefined,
  origin: Value<Origin>,
  at: Location,
  shared: Shared,
): Value<string | null> {
  const model = textMember(metadata, 'ExpirationModel');
  const validTo = dateMember(metadata, 'ValidTo');
  if (validTo !== null) return known(validTo, 'observed', at);
  if (model === 'KEY_MATERIAL_DOES_NOT_EXPIRE') return shared.noExpiry;
  if (model !== null) return missing(member(metadata, 'ValidTo'), 'ValidTo', at);
  if (origin.known && origin.value !== 'EXTERNAL') return shared.noExpiry;
  const isEmpty = textMember(metadata, 'KeyState') === 'PendingImport';
  return isEmpty ? shared.noExpiry : shared.expiryUnread;
}
