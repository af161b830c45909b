import type { Key } from '../../model/inventory.ts';
import { isSymmetricEncryptionKey } from '../../model/keys/eligibility.ts';
import { keyWord, rotateOnDemand } from './keys.ts';
import { aws, change, commands, words, type Remedy } from './part.ts';

// Imported key material.

/**
 * Imports the same key material again. A symmetric key's fits into one RSA block, and no private RSA key does (KMS Developer
 * Guide, "Select a wrapping algorithm").
 */
export function importAgain(key: Key, isFirst = false): Remedy {
  if (key.source !== 'live') {
    return [
      words('the same key_material_base64 with a later day in valid_to, or with none'),
      change(key, [['valid_to', 'null']]),
    ];
  }
  const isSmall = isSymmetricEncryptionKey(key).is === true;
  const wrapping = isSmall ? 'RSAES_OAEP_SHA_256' : 'RSA_AES_KEY_WRAP_SHA_256';
  const get = aws(
    'kms',
    'get-parameters-for-import',
    key,
    '--key-id',
    keyWord(key),
    '--wrapping-algorithm',
    wrapping,
    '--wrapping-key-spec',
    'RSA_4096',
  );
  const put = aws(
    'kms',
    'import-key-material',
    key,
    '--key-id',
    keyWord(key),
    '--import-token',
    'fileb://ImportToken.bin',
    '--encrypted-key-material',
    'fileb://EncryptedKeyMaterial.bin',
    '--expiration-model',
    'KEY_MATERIAL_DOES_NOT_EXPIRE',
  );
  return [
    commands(key, [...get, { own: '> import-parameters.json' }]),
    words(
      isFirst
        ? 'where the key had material it must be the same again, for no other opens what is under the key'
        : 'the same key material again, for no other opens what is under the key',
      'wrap it under the PublicKey of the answer into EncryptedKeyMaterial.bin, write its ImportToken, both decoded from base64, into ImportToken.bin, and within 24 hours',
    ),
    commands(key, put),
  ];
}

/** Rotates the material in that waits; in a multi-Region key, every replica needs it first. */
export function rotateIn(key: Key): Remedy {
  const { multiRegionKeyType: type } = key;
  const isAlone = type.known && type.value === null;
  return [
    ...(isAlone
      ? []
      : [words('import the material into every replica of a multi-Region key first')]),
    ...rotateOnDemand(key),
  ];
}

/** A key that does not rotate by itself: on demand, where it can, else by a successor. */
export function renew(
  key: Key,
  can: { readonly onDemand: boolean; readonly byItself: boolean },
): Remedy {
  if (!can.onDemand) {
    return [
      words('replace it by a new key and move its alias: kmslint runbook writes the steps'),
      commands(key, aws('kms', 'describe-key', key, '--key-id', keyWord(key))),
    ];
  }
  const isImported = key.origin.known && key.origin.value === 'EXTERNAL';
  return [
    ...(isImported
      ? [words('import new key material first, with --import-type NEW_KEY_MATERIAL')]
      : []),
    ...rotateOnDemand(key),
    ...(can.byItself
      ? [
          words('and from now on by itself'),
          commands(key, aws('kms', 'enable-key-rotation', key, '--key-id', keyWord(key))),
        ]
      : []),
  ];
}
