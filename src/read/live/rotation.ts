import type { Key, Rotation } from '../../model/inventory.ts';
import type { Location } from '../../model/location.ts';
import { isValue } from '../../model/truth.ts';
import { known, unknown, type Value } from '../../model/value.ts';
import { member } from '../input/json.ts';
import { entriesOf, missing, unanswered, type Answered } from './answers.ts';
import type { Shared } from './shared.ts';

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
export function readRotation(kind: Kind, answers: RotationAnswers, shared: Shared): Rotation {
  const enabled = readEnabled(kind, answers);
  return {
    enabled,
    periodInDays: readPeriod(enabled, answers),
    periodIsSet: enabled.known ? shared.periodIsUnset : enabled,
    rotatedOnDemand: isAsked(answers.rotations) ? readOnDemand(answers) : shared.rotationsUnread,
  };
}

function readEnabled(kind: Kind, { status, statusAt }: RotationAnswers): Value<boolean> {
  const enabled = member(status.ok, 'KeyRotationEnabled');
  if (typeof enabled === 'boolean') return known(enabled, 'observed', statusAt);
  if (isRuledOut(kind)) return known(false, 'observed', statusAt);
  if (status.failure === null) return missing(enabled, 'KeyRotationEnabled', statusAt);
  return unanswered(status.failure, 'GetKeyRotationStatus', statusAt);
}

/** Whether what the key is makes automatic rotation impossible. */
export function isRuledOut({ keySpec, keyUsage, origin, inCustomKeyStore }: Kind): boolean {
  return (
    (inCustomKeyStore.known && inCustomKeyStore.value) ||
    (origin.known && origin.value !== 'AWS_KMS') ||
    isValue(keyUsage, 'ENCRYPT_DECRYPT').is === false ||
    isValue(keySpec, 'SYMMETRIC_DEFAULT').is === false
  );
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
  return unanswered(rotations.failure, 'ListKeyRotations', at);
}

function isAsked({ ok, failure }: Answered): boolean {
  return ok !== undefined || failure?.reason !== 'not-read';
}
