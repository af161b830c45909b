import type { Key } from '../../model/inventory.ts';
import { isRotatedAutomatically, supportsAutomaticRotation } from '../../model/keys/eligibility.ts';
import type { Line } from '../../rule/remedy/blocks.ts';
import type { Arguments } from '../../rule/remedy/names.ts';

/**
 * What automatic rotation has to become: on where KMS can rotate the key, off where the apply would fail
 * (EnableKeyRotation); null where it can stay as it is, or nobody can tell.
 */
export function rotationWanted(key: Key): boolean | null {
  const { enabled } = key.rotation;
  if (!enabled.known) return null;
  if (supportsAutomaticRotation(key).is === true) return enabled.value ? null : true;
  return enabled.value && isRotatedAutomatically(key).is === false ? false : null;
}

/** What changes in the block of the old key, which has to stay in use. */
export function settings(key: Key, names: Arguments): readonly Line[] {
  const { keyState } = key;
  const isDisabled = keyState.known && keyState.value === 'Disabled';
  const wanted = rotationWanted(key);
  return [
    ...(isDisabled ? [[names.state, 'true'] as const] : []),
    ...(wanted === null || names.rotation === null
      ? []
      : [[names.rotation, String(wanted)] as const]),
  ];
}
