import {
  canRotateOnDemand,
  isImported,
  isReplica,
  isSymmetricEncryptionKey,
  supportsAutomaticRotation,
} from '../../model/keys/eligibility.ts';
import type { Key } from '../../model/inventory.ts';
import { all } from '../../model/truth.ts';

/**
 * How a key gets new material: `import` into itself and a rotation on demand (imported symmetric keys), `replica`: as a replica of
 * its primary's successor, or by a `successor`.
 * Source: KMS Developer Guide, "Rotate keys manually", "Perform on-demand key rotation", "Multi-Region keys".
 */
export type Way = 'successor' | 'import' | 'replica';

/** Rotations on demand that a key may have in its life (KMS Developer Guide, "Resource quotas"). */
const mostOnDemand = 25;

export function wayOf(key: Key): Way {
  const isSymmetricImport = all(isImported(key), isSymmetricEncryptionKey(key)).is === true;
  if (isReplica(key).is === true) return isSymmetricImport ? 'import' : 'replica';
  return isSymmetricImport && onDemandLeft(key) !== 0 ? 'import' : 'successor';
}

/** How many rotations on demand a key has left; null where its rotations were not read. */
export function onDemandLeft({ history }: Key): number | null {
  if (history === undefined || history.materials.unread !== null) return null;
  const used = history.materials.entries.filter(({ type }) => type === 'ON_DEMAND').length;
  return Math.max(0, mostOnDemand - used - (history.isRotatingOnDemand ? 1 : 0));
}

/** Whether KMS rotates the key by itself, or takes a rotation on demand without new material from outside. */
export function rotatesItself(key: Key): boolean {
  return all(supportsAutomaticRotation(key), canRotateOnDemand(key)).is === true;
}
