import type { Key } from '../inventory.ts';
import { show, type Value } from '../value.ts';
import { all, explain, holds, isValue, not, type Truth } from '../truth.ts';

/**
 * Whether KMS can rotate the key's material automatically: a customer managed SYMMETRIC_DEFAULT key whose
 * material AWS KMS made, outside a custom key store and not a multi-Region replica.
 * Decided from what the key is, never from GetKeyRotationStatus.
 * Source: the KMS API's EnableKeyRotation; https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 */
export function supportsAutomaticRotation(key: Key): Truth {
  return all(isRotatedAutomatically(key), isNoReplica(key));
}

/** The same, replicas included: KMS rotates their material with that of their primary. */
export function isRotatedAutomatically(key: Key): Truth {
  return all(
    isCustomerManaged(key),
    explain(
      hasRotatableMaterial(key),
      () => `KMS does not rotate ${describeKind(key)} automatically`,
    ),
  );
}

function hasRotatableMaterial(key: Key): Truth {
  return all(
    isSymmetricEncryptionKey(key),
    holds(key.origin, (origin) => origin === 'AWS_KMS'),
    not(holds(key.inCustomKeyStore, (inside) => inside)),
  );
}

/** A live key that could not be described may be one that AWS manages. */
export function isCustomerManaged(key: Key): Truth {
  return explain(
    holds(key.keyManager, (manager) => manager === 'CUSTOMER'),
    'AWS manages the key',
  );
}

/** The rest of the customer managed keys but replicas: only a new key and a moved alias rotate them. */
export function needsManualRotation(key: Key): Truth {
  return all(
    isCustomerManaged(key),
    isNoReplica(key),
    explain(not(hasRotatableMaterial(key)), 'KMS can rotate the key automatically'),
  );
}

/** A replica mirrors the rotation of its primary: the primary is judged. */
export function isReplica(key: Key): Truth {
  return holds(key.multiRegionKeyType, (type) => type === 'REPLICA');
}

/** The same, the other way round. */
export function isNoReplica(key: Key): Truth {
  return explain(
    not(isReplica(key)),
    'the key is a multi-Region replica, which has the rotation of its primary',
  );
}

/**
 * Every key usage but ENCRYPT_DECRYPT proves that the key is not SYMMETRIC_DEFAULT (KMS API, CreateKey), and so does every
 * other key spec, those that AWS adds later included.
 */
export function isSymmetricEncryptionKey(key: Key): Truth {
  const usage = isValue(key.keyUsage, 'ENCRYPT_DECRYPT');
  const spec = isValue(key.keySpec, 'SYMMETRIC_DEFAULT');
  return usage.is === false ? all(spec, usage) : spec;
}

/** Out of use: its rotation is nobody's concern any more, though its material may still be needed. */
export function isRetired(key: Key): Truth {
  return holds(
    key.keyState,
    (state) =>
      state === 'Disabled' || state === 'PendingDeletion' || state === 'PendingReplicaDeletion',
  );
}

/** Whether its material was imported. */
export function isImported(key: Key): Truth {
  return explain(
    holds(key.origin, (origin) => origin === 'EXTERNAL'),
    'the key material is not imported',
  );
}

/**
 * Whether RotateKeyOnDemand takes it: a customer managed symmetric key that is no replica, with material of AWS KMS or, since
 * 2025, imported (KMS API, RotateKeyOnDemand).
 */
export function canRotateOnDemand(key: Key): Truth {
  return all(
    isCustomerManaged(key),
    explain(
      all(isSymmetricEncryptionKey(key), not(holds(key.inCustomKeyStore, (inside) => inside))),
      () => `KMS does not rotate ${describeKind(key)} on demand`,
    ),
    isNoReplica(key),
  );
}

/** Whether it still has all of its time: neither its deletion nor that of its replicas is waited for. */
export function isKept(key: Key): Truth {
  return explain(
    holds(
      key.keyState,
      (state) => state !== 'PendingDeletion' && state !== 'PendingReplicaDeletion',
    ),
    'the key waits for its deletion',
  );
}

/** Neither disabled nor waiting for its deletion. */
export function isInUse(key: Key): Truth {
  return explain(not(isRetired(key)), () =>
    key.keyState.known && key.keyState.value === 'Disabled'
      ? 'the key is disabled'
      : 'the key waits for its deletion',
  );
}

/** What keeps the key from rotating automatically, for a message: `an RSA_2048 key`. */
export function describeKind(key: Key): string {
  if (key.origin.known && key.origin.value === 'EXTERNAL') return 'a key with imported material';
  if (key.inCustomKeyStore.known && key.inCustomKeyStore.value)
    return 'a key in a custom key store';
  const spec = otherThan(key.keySpec, 'SYMMETRIC_DEFAULT');
  if (spec !== null) {
    if (spec === hidden) return 'such a key';
    return /^(?:RSA|ECC|HMAC|SM2|ML)/.test(spec) ? `an ${spec} key` : `a key of spec ${spec}`;
  }
  const usage = otherThan(key.keyUsage, 'ENCRYPT_DECRYPT');
  return usage === null || usage === hidden ? 'such a key' : `a key for ${usage}`;
}

const hidden = '(sensitive)';

/** The text of a value that is certainly another one; null where it is not. */
function otherThan<T extends string>(value: Value<T>, usual: T): string | null {
  if (isValue(value, usual).is !== false) return null;
  return value.known ? show(value) : value.what;
}
