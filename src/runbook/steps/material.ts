import { isReplica, isSymmetricEncryptionKey } from '../../model/keys/eligibility.ts';
import type { Replaced } from '../replaced.ts';
import { need, run, say, step, type Command, type Step, type Word } from '../step.ts';
import { commandFor } from './check.ts';
import { onDemandLeft } from './kind.ts';
import { bytesOf, keyWord, kms, newKey, only } from './words.ts';

/** Imports new material into the key itself, and rotates it in (KMS Developer Guide, "Importing key material", "Perform on-demand key rotation"). */
export function materialSteps(replaced: Replaced): readonly Step[] {
  const { key, replicas } = replaced;
  const id = keyWord(key);
  const isOfReplica = isReplica(key).is === true;
  const type = isOfReplica ? 'EXISTING_KEY_MATERIAL' : 'NEW_KEY_MATERIAL';
  const left = onDemandLeft(key);
  if (key.keyState.known && key.keyState.value === 'PendingImport') return [awaited(replaced)];
  const steps = [
    step(
      'Import new key material',
      [
        say`The key keeps its id, ARN, aliases, policy and grants. Its old material stays in it, and opens what was encrypted under it.`,
        isOfReplica
          ? say`The key is a replica: the material is the one that its primary has got, and the rotation happens at the primary.`
          : say`At most one new material can wait at a time; it does nothing until the key is rotated, and can be deleted until then.`,
        ...replicas.map(
          ({ subject }) =>
            say`The replica ${subject} takes the same material before the rotation: ${commandFor(subject)}.`,
        ),
      ],
      { commands: importing(replaced, id, ['--import-type', type]) },
    ),
  ];
  if (isOfReplica) return steps;
  const waits =
    replicas.length > 0 || (key.multiRegionKeyType.known && key.multiRegionKeyType.value !== null);
  return [
    ...steps,
    step(
      'Rotate the key on demand',
      [
        say`From then on the key encrypts under the new material. ${'RotateKeyOnDemand'} is there 25 times in a key's life${left === null ? '' : `, and ${left} times are left`}.`,
        ...(waits
          ? [
              say`The key is a multi-Region primary: every replica needs the new material first. Therefore no script rotates it.`,
            ]
          : []),
      ],
      {
        commands: [run(kms(replaced, 'rotate-key-on-demand', '--key-id', id))],
        isAside: waits,
      },
    ),
  ];
}

/**
 * A key without its material cannot be used, nor rotated. Without an import type, KMS takes the first material that there ever
 * was for new, and any other for the one that is missing (KMS API, ImportKeyMaterial).
 */
function awaited(replaced: Replaced): Step {
  return step(
    'Import the key material that the key waits for',
    [
      say`The key waits for key material. Where it had some, it takes the same again, and nothing else: only then can what is under it be read. Rotate it when it is enabled.`,
    ],
    { commands: importing(replaced, keyWord(replaced.key), []) },
  );
}

/** The material of a successor whose material is imported: it has none of its own. */
export function firstMaterial(replaced: Replaced): Step {
  return step(
    'Import key material into the successor',
    [
      say`The old key's material stays with the old key: the successor gets new material, which a program of yours wraps for KMS.`,
    ],
    { commands: importing(replaced, newKey, []) },
  );
}

function importing(replaced: Replaced, id: Word, type: readonly Word[]): readonly Command[] {
  const { key } = replaced;
  const isSymmetric = isSymmetricEncryptionKey(key).is === true;
  const { expiresAt } = key;
  const staysForEver = expiresAt.known && expiresAt.value === null;
  const expires: readonly Word[] = [
    '--expiration-model',
    'KEY_MATERIAL_EXPIRES',
    '--valid-to',
    { variable: 'VALID_TO', why: whenItExpires },
  ];
  return [
    need('WRAP_KEY_MATERIAL', whatWraps),
    ...(staysForEver ? [] : [need('VALID_TO', whenItExpires)]),
    run(
      [
        ...kms(replaced, 'get-parameters-for-import', '--key-id', id),
        '--wrapping-algorithm',
        isSymmetric ? 'RSAES_OAEP_SHA_256' : 'RSA_AES_KEY_WRAP_SHA_256',
        '--wrapping-key-spec',
        'RSA_4096',
        ...only('[PublicKey,ImportToken]'),
      ],
      'IMPORT_PARAMETERS',
    ),
    {
      kind: 'own',
      lines: [
        `printf '%s\\n' "$IMPORT_PARAMETERS" | cut -f 1 | openssl base64 -d -A > "\${WORK:?}/public-key.der"`,
        `printf '%s\\n' "$IMPORT_PARAMETERS" | cut -f 2 | openssl base64 -d -A > "\${WORK:?}/import-token"`,
        '"$WRAP_KEY_MATERIAL" "${WORK:?}/public-key.der" "${WORK:?}/encrypted-key-material"',
      ],
    },
    run([
      ...kms(replaced, 'import-key-material', '--key-id', id),
      ...type,
      '--import-token',
      bytesOf('import-token'),
      '--encrypted-key-material',
      bytesOf('encrypted-key-material'),
      ...(staysForEver ? ['--expiration-model', 'KEY_MATERIAL_DOES_NOT_EXPIRE'] : expires),
    ]),
  ];
}

const whatWraps =
  'a program of yours that encrypts the key material under the public key in the file of its first argument, and writes it to that of its second';
/** ImportKeyMaterial takes at most a year (KMS API, ValidTo). */
const whenItExpires =
  'when the new material expires, at most 365 days ahead, as in 2027-01-31T00:00:00Z; the old material had an end too';
