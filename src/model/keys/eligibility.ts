import type { Key } from '../inventory.ts';
import { all, holds, no, not, type Truth } from '../truth.ts';

/**
 * Whether KMS can rotate the key's material automatically: a customer managed SYMMETRIC_DEFAULT key whose
 * material AWS KMS made, outside a custom key store and not a multi-Region replica.
 * Decided from what the key is, never from GetKeyRotationStatus.
 * Source: the KMS API's EnableKeyRotation; https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 */
export function supportsAutomaticRotation(key: Key): Truth {
  return all(isRotatedAutomatically(key), not(isReplica(key)));
}

/** The same, replicas included: KMS rotates their material with that of their primary. */
export function isRotatedAutomatically(key: Key): Truth {
  return all(
    holds(key.keyManager, (manager) => manager === 'CUSTOMER'),
    isSymmetricEncryptionKey(key),
    holds(key.origin, (origin) => origin === 'AWS_KMS'),
    not(holds(key.inCustomKeyStore, (inside) => inside)),
  );
}

/** The rest of the customer managed keys but replicas: only a new key and a moved alias rotate them. */
export function needsManualRotation(key: Key): Truth {
  return all(
    holds(key.keyManager, (manager) => manager === 'CUSTOMER'),
    not(isReplica(key)),
    not(
      all(
        isSymmetricEncryptionKey(key),
        holds(key.origin, (origin) => origin === 'AWS_KMS'),
        not(holds(key.inCustomKeyStore, (inside) => inside)),
      ),
    ),
  );
}

/** A replica mirrors the rotation of its primary: the primary is judged. */
export function isReplica(key: Key): Truth {
  return holds(key.multiRegionKeyType, (type) => type === 'REPLICA');
}

/** Every key usage but ENCRYPT_DECRYPT proves that the key is not SYMMETRIC_DEFAULT (KMS API, CreateKey). */
export function isSymmetricEncryptionKey(key: Key): Truth {
  if (key.keyUsage.known && key.keyUsage.value !== 'ENCRYPT_DECRYPT') {
    return all(
      no,
      holds(key.keyUsage, (usage) => usage === 'ENCRYPT_DECRYPT'),
    );
  }
  return holds(key.keySpec, (spec) => spec === 'SYMMETRIC_DEFAULT');
}

/** Out of use: its rotation is nobody's concern any more, though its material may still be needed. */
export function isRetired(key: Key): Truth {
  return holds(
    key.keyState,
    (state) =>
      state === 'Disabled' || state === 'PendingDeletion' || state === 'PendingReplicaDeletion',
  );
}

/** What keeps the key from rotating automatically, for a message: `an RSA_2048 key`. */
export function describeKind(key: Key): string {
  if (key.origin.known && key.origin.value === 'EXTERNAL') return 'a key with imported material';
  if (key.inCustomKeyStore.known && key.inCustomKeyStore.value)
    return 'a key in a custom key store';
  if (key.keySpec.known && key.keySpec.value !== 'SYMMETRIC_DEFAULT') {
    const spec = key.keySpec.sensitive === true ? 'such a' : key.keySpec.value;
    return `${/^(?:RSA|ECC|HMAC|SM2|ML)/.test(spec) ? article(spec) : ''}${spec} key`;
  }
  if (key.keyUsage.known && key.keyUsage.value !== 'ENCRYPT_DECRYPT') {
    return key.keyUsage.sensitive === true ? 'such a key' : `a key for ${key.keyUsage.value}`;
  }
  return 'such a key';
}

function article(spec: string): string {
  return /^[RSEHM]/.test(spec) ? 'an ' : 'a ';
}
