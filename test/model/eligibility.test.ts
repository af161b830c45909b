import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  describeKind,
  isRetired,
  isSymmetricEncryptionKey,
  needsManualRotation,
  supportsAutomaticRotation,
} from '../../src/model/keys/eligibility.ts';
import { keySpecs, keyStates, keyUsages, origins, type Key } from '../../src/model/inventory.ts';
import { valueOr, type Unknown, type Value } from '../../src/model/value.ts';
import { sampleKey, told, untold } from '../support/build/sample.ts';

const lost = untold('var.unknown');
const later: Unknown = { ...untold('LATER_4096'), reason: 'unrecognised-value' };

// Columns: what the key is, whether it rotates automatically, whether only by hand.
const table: readonly (readonly [
  string,
  Partial<Key>,
  boolean | 'unknown',
  boolean | 'unknown',
])[] = [
  ['a symmetric key', {}, true, false],
  ['a multi-Region primary', { multiRegionKeyType: told('PRIMARY') }, true, false],
  ['a disabled symmetric key', { keyState: told('Disabled') }, true, false],
  ['a replica', { multiRegionKeyType: told('REPLICA') }, false, false],
  ['an AWS managed key', { keyManager: told('AWS') }, false, false],
  [
    'an HMAC key',
    { keySpec: told('HMAC_256'), keyUsage: told('GENERATE_VERIFY_MAC') },
    false,
    true,
  ],
  ['an RSA key that encrypts', { keySpec: told('RSA_2048') }, false, true],
  [
    'a post-quantum key',
    { keySpec: told('ML_DSA_65'), keyUsage: told('SIGN_VERIFY') },
    false,
    true,
  ],
  ['imported material', { origin: told('EXTERNAL') }, false, true],
  ['a CloudHSM key', { origin: told('AWS_CLOUDHSM'), inCustomKeyStore: told(true) }, false, true],
  ['a key in some store', { origin: lost, inCustomKeyStore: told(true) }, false, true],
  ['an unknown spec that signs', { keySpec: lost, keyUsage: told('SIGN_VERIFY') }, false, true],
  ['an unknown spec that agrees', { keySpec: lost, keyUsage: told('KEY_AGREEMENT') }, false, true],
  ['an unknown spec that encrypts', { keySpec: lost }, 'unknown', 'unknown'],
  ['a key for encapsulation', { keySpec: told('ML_KEM_768'), keyUsage: lost }, false, true],
  ['a spec that AWS adds later', { keySpec: later }, false, true],
  ['a usage that AWS adds later', { keySpec: lost, keyUsage: later }, false, true],
  ['an unknown usage', { keyUsage: lost }, true, false],
  ['an unknown origin', { origin: lost }, 'unknown', 'unknown'],
  ['an unknown key store', { inCustomKeyStore: lost }, 'unknown', 'unknown'],
  ['an unknown replica', { multiRegionKeyType: lost }, 'unknown', false],
  ['an unknown manager', { keyManager: lost }, 'unknown', false],
  [
    'an unknown replica of RSA',
    { multiRegionKeyType: lost, keySpec: told('RSA_2048') },
    false,
    'unknown',
  ],
];

it.each(table)('%s', (_, facts, automatic, manual) => {
  const key = sampleKey(facts);
  expect([supportsAutomaticRotation(key).is, needsManualRotation(key).is]).toEqual([
    automatic,
    manual,
  ]);
});

describe('every key', () => {
  const facts = {
    keyManager: fc.constantFrom('AWS' as const, 'CUSTOMER' as const).map(told),
    keySpec: fc.constantFrom(...keySpecs).map(told),
    keyUsage: fc.constantFrom(...keyUsages).map(told),
    origin: fc.constantFrom(...origins).map(told),
    multiRegionKeyType: fc.constantFrom('PRIMARY' as const, 'REPLICA' as const, null).map(told),
    inCustomKeyStore: fc.boolean().map(told),
  };
  const someKeys = fc.record(facts).map(sampleKey);
  // KMS has no symmetric key that signs, so hiding its usage may turn the verdict.
  const realKeys = someKeys.filter(
    (key) => valueOf(key.keyUsage) === 'ENCRYPT_DECRYPT' || !isSymmetric(key),
  );
  const names = fc.subarray(['keyManager', 'keySpec', 'keyUsage', 'origin', 'inCustomKeyStore']);

  it('rotates in one way, unless it is a replica or managed by AWS', () => {
    fc.assert(
      fc.property(someKeys, (key) => {
        const ways = [supportsAutomaticRotation(key).is, needsManualRotation(key).is];
        const isOurs = valueOf(key.keyManager) === 'CUSTOMER';
        const judged = isOurs && valueOf(key.multiRegionKeyType) !== 'REPLICA';
        expect(ways.filter((way) => way === true)).toHaveLength(judged ? 1 : 0);
        expect(ways).not.toContain('unknown');
      }),
    );
  });

  it('keeps its verdict when an unknown fact comes to light', () => {
    fc.assert(
      fc.property(realKeys, names, (key, hidden) => {
        const dim = { ...key, ...Object.fromEntries(hidden.map((name) => [name, lost])) };
        for (const ask of [supportsAutomaticRotation, needsManualRotation]) {
          const early = ask(dim).is;
          expect(early === 'unknown' ? ask(key).is : early).toBe(ask(key).is);
        }
      }),
    );
  });
});

it('takes a usage other than ENCRYPT_DECRYPT as proof that the key is not symmetric', () => {
  const usages = keyUsages.map((usage) =>
    isSymmetricEncryptionKey(sampleKey({ keySpec: lost, keyUsage: told(usage) })),
  );
  expect(usages.map(({ is }) => is)).toEqual(
    keyUsages.map((usage) => (usage === 'ENCRYPT_DECRYPT' ? 'unknown' : false)),
  );
});

it('calls disabled keys and keys pending deletion retired', () => {
  const retired = keyStates.filter(
    (state) => isRetired(sampleKey({ keyState: told(state) })).is === true,
  );
  expect(retired).toEqual(['Disabled', 'PendingDeletion', 'PendingReplicaDeletion']);
  expect(isRetired(sampleKey({ keyState: lost })).is).toBe('unknown');
});

it.each<readonly [string, Partial<Key>]>([
  ['a key with imported material', { origin: told('EXTERNAL'), keySpec: told('RSA_2048') }],
  ['a key in a custom key store', { inCustomKeyStore: told(true) }],
  ['an RSA_4096 key', { keySpec: told('RSA_4096') }],
  ['an ECC_NIST_P256 key', { keySpec: told('ECC_NIST_P256') }],
  ['an HMAC_256 key', { keySpec: told('HMAC_256') }],
  ['an SM2 key', { keySpec: told('SM2') }],
  ['an ML_DSA_44 key', { keySpec: told('ML_DSA_44') }],
  ['a key for SIGN_VERIFY', { keySpec: lost, keyUsage: told('SIGN_VERIFY') }],
  ['an ML_KEM_768 key', { keySpec: told('ML_KEM_768') }],
  ['a key of spec LATER_4096', { keySpec: later }],
  ['a key for LATER_4096', { keySpec: lost, keyUsage: later }],
  ['such a key', { keySpec: { ...later, what: '(sensitive)' } }],
  ['such a key', { keySpec: lost }],
  ['such a key', { keySpec: { ...told('RSA_2048'), sensitive: true } }],
])('describes %s', (text, facts) => {
  expect(describeKind(sampleKey(facts))).toBe(text);
});

function valueOf<T>(value: Value<T>): T | undefined {
  return valueOr(value, undefined);
}

function isSymmetric(key: Key): boolean {
  return valueOf(key.keySpec) === 'SYMMETRIC_DEFAULT';
}
