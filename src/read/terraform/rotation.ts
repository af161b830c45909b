import type { Rotation } from '../../model/inventory.ts';
import { unknown, type Value } from '../../model/value.ts';
import type { Resource } from '../input/resource.ts';
import { fixed, orDefault, readFlag, readNumber, type Flaws } from './attributes.ts';

/** RotationPeriodInDays that KMS uses where none was asked for (KMS API, EnableKeyRotation). */
const defaultPeriodInDays = 365;

/** What tells the rotation of a resource type. */
export interface RotationNames {
  /** The argument; null where the type has none. */
  readonly rotation: string | null;
  readonly isReplica: boolean;
}

/** The rotation that a resource asks for, or has. */
export function readRotation(resource: Resource, names: RotationNames, flaws: Flaws): Rotation {
  const onDemand = unknown('not-read', 'ListKeyRotations', resource.at);
  if (names.rotation === null) return rotationWithoutArgument(resource, names, flaws, onDemand);
  const { written, mayBeKept } = resource.attribute('rotation_period_in_days');
  const period = readNumber(resource, 'rotation_period_in_days', flaws);
  const isAsked =
    written.known &&
    written.value &&
    mayBeKept !== true &&
    period.known &&
    period.from !== 'observed';
  const isUnset = period.known && period.value === 0 && !isAsked;
  return {
    enabled: orDefault(readFlag(resource, names.rotation, flaws), false),
    periodInDays: orDefault(isUnset ? { ...period, value: null } : period, defaultPeriodInDays),
    periodIsSet:
      isUnset || (period.known && period.value === null) ? fixed(false, resource) : written,
    rotatedOnDemand: onDemand,
  };
}

function rotationWithoutArgument(
  resource: Resource,
  names: RotationNames,
  flaws: Flaws,
  rotatedOnDemand: Value<boolean>,
): Rotation {
  const mirrored = resource.attribute('key_rotation_enabled').value;
  const isMirrored = resource.type === 'aws_kms_replica_key';
  const enabled: Value<boolean> =
    isMirrored && !(mirrored.known && mirrored.value !== null)
      ? unknown('known-after-apply', `${resource.address}.key_rotation_enabled`, resource.at)
      : orDefault(readFlag(resource, 'key_rotation_enabled', flaws), false);
  return {
    enabled: isMirrored || names.isReplica ? enabled : fixed(false, resource),
    periodInDays: fixed(defaultPeriodInDays, resource),
    periodIsSet: fixed(false, resource),
    rotatedOnDemand,
  };
}
