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
 * @param told gives the reason why DescribeKey was not answered in place of what it did not tell
 */
export function readHistory(
  metadata: Json | undefined,
  at: Location,
  { status, statusAt, rotations, rotationsAt }: RotationAnswers,
  shared: Shared,
  told: <T>(value: () => Value<T>) => Value<T>,
): KeyHistory {
  const createdAt = dateMember(metadata, 'CreationDate');
  const deletionAt = dateMember(metadata, 'DeletionDate');
  const next = dateMember(status.ok, 'NextRotationDate');
  return {
    createdAt: told(() =>
      createdAt === null ? shared.creationUnread : known(createdAt, 'observed', at),
    ),
    deletionAt: told(() =>
      deletionAt === null ? shared.noDeletion : known(deletionAt, 'observed', at),
    ),
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
  const { failure } = answer;
  const isUnasked = failure?.reason === 'not-read' && failure.earlier === undefined;
  if (list === null && isUnasked) return notListed;
  const unread =
    failure === null
      ? list === null
        ? missing(member(answer.ok, 'Rotations'), 'Rotations', at)
        : null
      : unanswered(failure, 'ListKeyRotations', at);
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
