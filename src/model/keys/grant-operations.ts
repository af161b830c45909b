import type { Key, KeyUsage } from '../inventory.ts';
import { all, isValue, not, undecided, yes, type Truth } from '../truth.ts';
import { unknown } from '../value.ts';
import { isSymmetricEncryptionKey } from './eligibility.ts';

/** The operations that a grant can give, by the key usage that has them (KMS Developer Guide, "Grant operations"). */
const usages: Readonly<Record<string, KeyUsage>> = {
  Encrypt: 'ENCRYPT_DECRYPT',
  Decrypt: 'ENCRYPT_DECRYPT',
  ReEncryptFrom: 'ENCRYPT_DECRYPT',
  ReEncryptTo: 'ENCRYPT_DECRYPT',
  Sign: 'SIGN_VERIFY',
  Verify: 'SIGN_VERIFY',
  GenerateMac: 'GENERATE_VERIFY_MAC',
  VerifyMac: 'GENERATE_VERIFY_MAC',
  DeriveSharedSecret: 'KEY_AGREEMENT',
  Encapsulate: 'ENCAPSULATE_DECAPSULATE',
  Decapsulate: 'ENCAPSULATE_DECAPSULATE',
};

/** Those that symmetric encryption keys alone have. */
const symmetric: ReadonlySet<string> = new Set([
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
  'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
]);

/** Those that every key has. */
const common: ReadonlySet<string> = new Set(['CreateGrant', 'DescribeKey', 'RetireGrant']);

/** Those that have no encryption context, so that no constraint holds for them. */
const unbound: ReadonlySet<string> = new Set(['DescribeKey', 'GetPublicKey', 'RetireGrant']);

/** Whether the constraints of a grant hold for an operation (KMS Developer Guide, "Using grant constraints"). */
export function isConstrained(operation: string): boolean {
  return !unbound.has(operation);
}

/**
 * Whether a key of this kind has an operation; unknown for one that AWS added later.
 * @param show its name for a message
 */
export function hasOperation(
  key: Key,
  operation: string,
  show: (operation: string) => string,
): Truth {
  if (common.has(operation)) return yes;
  if (symmetric.has(operation)) return isSymmetricEncryptionKey(key);
  const usage = usages[operation];
  if (usage !== undefined) return isValue(key.keyUsage, usage);
  if (operation !== 'GetPublicKey')
    return undecided(unknown('unrecognised-value', show(operation), key.at));
  return all(not(isSymmetricEncryptionKey(key)), not(isValue(key.keyUsage, 'GENERATE_VERIFY_MAC')));
}
