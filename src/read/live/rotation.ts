import type { Key, Rotation } from '../../model/inventory.ts';
import type { Location } from '../../model/location.ts';
import { known, mapValue, unknown, type Unknown, type Value } from '../../model/value.ts';
import { member } from '../json.ts';
import { entriesOf, missing, unanswered, type Answered } from './answers.ts';

type Kind = Pick<Key, 'keySpec' | 'keyUsage' | 'origin' | 'inCustomKeyStore'>;

/** What GetKeyRotationStatus and ListKeyRotations tell, with the places of both. */
export interface RotationAnswers {
  readonly status: Answered;
  readonly statusAt: Location;
  readonly rotations: Answered;
  readonly rotationsAt: Location;
}

/**
 * The rotation of a key. What KMS cannot rotate automatically is off whether or not the status was asked:
 * GetKeyRotationStatus answers false for some of these kinds and UnsupportedOperationException for others
 * (KMS Developer Guide, "Key states of AWS KMS keys").
 */
export function readRotation(kind: Kind, answers: RotationAnswers): Rotation {
  const enabled = readEnabled(kind, answers);
  return {
    enabled,
    periodInDays: readPeriod(enabled, answers),
    periodIsSet: mapValue(enabled, () => false),
    rotatedOnDemand: readOnDemand(answers),
  };
}

function readEnabled(kind: Kind, { status, statusAt }: RotationAnswers): Value<boolean> {
  const enabled = member(status.ok, 'KeyRotationEnabled');
  if (typeof enabled === 'boolean') return known(enabled, 'observed', statusAt);
  const proof = proofAgainst(kind);
  if (proof !== null) return { ...proof, value: false };
  if (status.failure === null) return missing(enabled, 'KeyRotationEnabled', statusAt);
  return unanswered(status.failure, 'GetKeyRotationStatus', statusAt);
}

/** The fact that makes automatic rotation impossible; null where none does. */
function proofAgainst({ keySpec, keyUsage, origin, inCustomKeyStore }: Kind) {
  if (inCustomKeyStore.known && inCustomKeyStore.value) return inCustomKeyStore;
  if (origin.known && origin.value !== 'AWS_KMS') return origin;
  if (keyUsage.known && keyUsage.value !== 'ENCRYPT_DECRYPT') return keyUsage;
  return keySpec.known && keySpec.value !== 'SYMMETRIC_DEFAULT' ? keySpec : null;
}

/** Answers of before 2024, and emulators, leave the period out: what it is now was not told. */
function readPeriod(enabled: Value<boolean>, { status, statusAt }: RotationAnswers): Value<number> {
  if (!enabled.known) return enabled;
  const period = member(status.ok, 'RotationPeriodInDays');
  if (typeof period === 'number') return known(period, 'observed', statusAt);
  const what = 'RotationPeriodInDays of GetKeyRotationStatus';
  return period === undefined
    ? unknown('not-read', what, statusAt)
    : missing(period, what, statusAt);
}

/** One rotation on demand is enough, also where the list was cut; none is told by a whole list alone. */
function readOnDemand({ rotations, rotationsAt: at }: RotationAnswers): Value<boolean> {
  const entries = entriesOf(rotations.ok, 'Rotations') ?? [];
  if (entries.some((entry) => member(entry, 'RotationType') === 'ON_DEMAND')) {
    return known(true, 'observed', at);
  }
  if (rotations.failure === null) return known(false, 'observed', at);
  const why: Unknown = unanswered(rotations.failure, 'ListKeyRotations', at);
  return why;
}
