import type { Key } from '../../model/inventory.ts';
import { isReplica } from '../../model/keys/eligibility.ts';
import { parseArn } from '../../model/targets.ts';
import type { Word } from '../../text/shell.ts';
import { argumentsOf, declaredName } from './names.ts';
import { aws, change, commands, plain, words, type Remedy } from './part.ts';

// Rotation of a key, and whether it can be used.

/** What `--key-id` takes. */
export function keyWord({ keyId }: Key): Word {
  return plain(keyId, /^[\w-]{1,64}$/) ?? { variable: 'KEY_ID', why: 'the id of the key' };
}

/** Switches automatic rotation on; a replica has the setting of its primary. */
export function rotate(key: Key): Remedy {
  if (isReplica(key).is === true) return rotatePrimary(key);
  if (key.source === 'live') {
    return [commands(key, aws('kms', 'enable-key-rotation', key, '--key-id', keyWord(key)))];
  }
  return [change(key, [['enable_key_rotation', 'true']])];
}

function rotatePrimary(key: Key): Remedy {
  const said = words('at the primary, for a replica has its setting');
  const arn = key.primary === null ? null : plain(key.primary.id, /^arn:[\w-]+:kms:[\w:/-]+$/);
  const region = parseArn(arn ?? '')?.region ?? '';
  const id: Word = arn ?? { variable: 'PRIMARY_KEY_ARN', why: 'the ARN of the primary' };
  const where: readonly Word[] = /^[a-z0-9-]+$/.test(region) ? ['--region', region] : [];
  return [said, commands(key, ['aws', 'kms', 'enable-key-rotation', ...where, '--key-id', id])];
}

/** Rotates with a period. */
export function rotateWithin(key: Key, days: number, isSwitchedOn = false): Remedy {
  if (key.source === 'live') {
    const told = ['--key-id', keyWord(key), '--rotation-period-in-days', String(days)];
    return [commands(key, aws('kms', 'enable-key-rotation', key, ...told))];
  }
  return [
    change(key, [
      ...(isSwitchedOn ? [['enable_key_rotation', 'true'] as const] : []),
      ['rotation_period_in_days', String(days)],
    ]),
  ];
}

/** Asks for no automatic rotation where there can be none. */
export function ineligible(key: Key): Remedy {
  const hasPeriod = key.rotation.periodIsSet.known && key.rotation.periodIsSet.value;
  const period = hasPeriod ? [['rotation_period_in_days', 'null'] as const] : [];
  return [
    words('a new key and an alias that moves rotate such a key by hand'),
    words('take enable_key_rotation away, or switch it off'),
    change(key, [['enable_key_rotation', 'false'], ...period]),
  ];
}

/** Rotates a symmetric key now; AWS KMS lets a key have 25 such rotations. */
export function rotateOnDemand(key: Key): Remedy {
  return [commands(key, aws('kms', 'rotate-key-on-demand', key, '--key-id', keyWord(key)))];
}

/** A rotation that AWS owes: what is there first, then a rotation by hand. */
export function overdue(key: Key): Remedy {
  return [
    words('ask AWS support why it has not happened, with this answer'),
    commands(key, aws('kms', 'get-key-rotation-status', key, '--key-id', keyWord(key))),
    words('until then, one of the 25 rotations on demand that a key has'),
    ...rotateOnDemand(key),
  ];
}

/** What was rotated when, of a key that has few rotations on demand left. */
export function spareRotations(key: Key, isOnly: boolean): Remedy {
  const { enabled } = key.rotation;
  const isOff = enabled.known && !enabled.value;
  const list = aws('kms', 'list-key-rotations', key, '--key-id', keyWord(key));
  return [
    words(
      isOnly
        ? 'prepare a successor with its own material and an alias that moves to it: kmslint runbook writes the steps'
        : 'keep what is left for emergencies, and let AWS KMS rotate by itself',
    ),
    commands(key, list),
    ...(!isOnly && isOff ? rotate(key) : []),
  ];
}

/** Brings a disabled key back into use. */
export function enable(key: Key): Remedy {
  if (key.source === 'live')
    return [commands(key, aws('kms', 'enable-key', key, '--key-id', keyWord(key)))];
  const argument = argumentsOf(declaredName(key)?.type ?? 'aws_kms_key').state;
  return [change(key, [[argument, 'true']])];
}

/** A disabled key does not rotate. */
export function enableOrStop(key: Key): Remedy {
  return [
    ...enable(key),
    words('or, where the key is retired for good, switch its automatic rotation off'),
  ];
}
