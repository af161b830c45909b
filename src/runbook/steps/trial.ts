import type { KeySpec } from '../../model/inventory.ts';
import { isSymmetricEncryptionKey } from '../../model/keys/eligibility.ts';
import type { Replaced } from '../replaced.ts';
import {
  expect,
  run,
  say,
  step,
  type Command,
  type Sentence,
  type Step,
  type Word,
} from '../step.ts';
import { aliasWord, bytesOf, keyWord, kms, newKey, only } from './words.ts';

/** A trial of what the key is there for: what has to happen before the alias moves, and what afterwards. */
export interface Trial {
  readonly before: readonly Command[];
  readonly after: readonly Command[];
  readonly says: readonly Sentence[];
}

/** Which key a trial uses for what. */
export interface Roles {
  readonly old: Word;
  /** How callers name the key in use. */
  readonly inUse: Word;
  readonly successor: Word;
}

const message = bytesOf('message');

/** Where a successor takes the place of the old key, and the alias leads to it. */
export function rolesOf(replaced: Replaced): Roles {
  return { old: keyWord(replaced.key), inUse: aliasWord(replaced), successor: newKey };
}

/** Uses the key that is in use, and asks the successor itself what came of it. */
export function trialOf(replaced: Replaced, roles: Roles): Trial {
  const { keyUsage } = replaced.key;
  const usage = keyUsage.known ? keyUsage.value : null;
  if (usage === 'ENCRYPT_DECRYPT') return encryption(replaced, roles);
  if (usage === 'SIGN_VERIFY') return signature(replaced, roles);
  if (usage === 'GENERATE_VERIFY_MAC') return authentication(replaced, roles);
  const says = say`Try it as your callers do: what the key is for needs more than these lines.`;
  return { before: [], after: [], says: [says] };
}

/** The step after the alias has moved. */
export function verifyStep(replaced: Replaced, { after, says }: Trial, roles: Roles): Step {
  const describe = kms(replaced, 'describe-key', '--key-id', roles.inUse);
  const leads = expect(
    [...describe, ...only('KeyMetadata.Arn')],
    roles.successor,
    'the alias does not lead to the successor yet',
  );
  return step('Verify', [say`The alias leads to the successor.`, ...says], {
    commands: [leads, ...after],
  });
}

function decode(variable: string, file: string): Command {
  return {
    kind: 'own',
    lines: [`printf '%s\\n' "$${variable}" | openssl base64 -d -A > "\${WORK:?}/${file}"`],
  };
}

/** Decrypt and Verify of asymmetric keys want the key, those of symmetric ones find it (KMS API, Decrypt). */
function encryption(replaced: Replaced, { old, inUse, successor }: Roles): Trial {
  const { key } = replaced;
  const isSymmetric = isSymmetricEncryptionKey(key).is !== false;
  const isSm2 = key.keySpec.known && key.keySpec.value === 'SM2';
  const algorithm = isSymmetric
    ? []
    : ['--encryption-algorithm', isSm2 ? 'SM2PKE' : 'RSAES_OAEP_SHA_256'];
  const ciphertext = kms(
    replaced,
    'encrypt',
    '--key-id',
    inUse,
    '--plaintext',
    message,
    ...algorithm,
  );
  const decrypt = (file: string, id: Word): readonly Word[] => [
    ...kms(replaced, 'decrypt', '--ciphertext-blob', bytesOf(file), '--key-id', id),
    ...algorithm,
    ...only('Plaintext'),
  ];
  const before = kms(replaced, 'encrypt', '--key-id', old, '--plaintext', message, ...algorithm);
  const plaintext: Word = { own: '"$(openssl base64 -A -in "${WORK:?}/message")"' };
  return {
    before: [
      run([...before, ...only('CiphertextBlob')], 'OLD_CIPHERTEXT'),
      decode('OLD_CIPHERTEXT', 'old-ciphertext'),
    ],
    after: [
      run([...ciphertext, ...only('CiphertextBlob')], 'CIPHERTEXT'),
      decode('CIPHERTEXT', 'ciphertext'),
      expect(decrypt('ciphertext', successor), plaintext, 'the successor does not decrypt'),
      expect(decrypt('old-ciphertext', old), plaintext, 'the old key does not decrypt any more'),
    ],
    says: [
      say`What the alias encrypts, the successor decrypts, and the old key still decrypts what was encrypted before. Decrypt finds a symmetric key by itself; leave the key out, or name the old one.`,
    ],
  };
}

/** By key spec (KMS API, Sign). */
const algorithms: Partial<Readonly<Record<KeySpec, string>>> = {
  RSA_2048: 'RSASSA_PSS_SHA_256',
  RSA_3072: 'RSASSA_PSS_SHA_256',
  RSA_4096: 'RSASSA_PSS_SHA_256',
  ECC_NIST_P256: 'ECDSA_SHA_256',
  ECC_NIST_P384: 'ECDSA_SHA_384',
  ECC_NIST_P521: 'ECDSA_SHA_512',
  ECC_SECG_P256K1: 'ECDSA_SHA_256',
  ECC_NIST_EDWARDS25519: 'ED25519_SHA_512',
  SM2: 'SM2DSA',
  ML_DSA_44: 'ML_DSA_SHAKE_256',
  ML_DSA_65: 'ML_DSA_SHAKE_256',
  ML_DSA_87: 'ML_DSA_SHAKE_256',
};

function signature(replaced: Replaced, roles: Roles): Trial {
  const { keySpec } = replaced.key;
  const algorithm: Word = (keySpec.known ? algorithms[keySpec.value] : undefined) ?? {
    variable: 'SIGNING_ALGORITHM',
    why: 'a signing algorithm of the key',
  };
  const proof = { make: 'sign', check: 'verify', option: '--signature', made: 'Signature' };
  return {
    ...proofOf(replaced, roles, {
      ...proof,
      valid: 'SignatureValid',
      options: ['--message-type', 'RAW', '--signing-algorithm', algorithm],
    }),
    says: [
      say`Verify wants the key that signed: by the alias it takes the successor, so old signatures are verified by the old key's id or its dated alias.`,
    ],
  };
}

function authentication(replaced: Replaced, roles: Roles): Trial {
  const { keySpec } = replaced.key;
  const size = keySpec.known ? /^HMAC_(\d+)$/.exec(keySpec.value)?.[1] : undefined;
  const algorithm: Word =
    size === undefined
      ? { variable: 'MAC_ALGORITHM', why: 'the MAC algorithm of the key' }
      : `HMAC_SHA_${size}`;
  const proof = { make: 'generate-mac', check: 'verify-mac', option: '--mac', made: 'Mac' };
  return {
    ...proofOf(replaced, roles, {
      ...proof,
      valid: 'MacValid',
      options: ['--mac-algorithm', algorithm],
    }),
    says: [
      say`VerifyMac wants the key that made the MAC: by the alias it takes the successor, so old MACs are verified by the old key's id or its dated alias.`,
    ],
  };
}

/** Something that a key makes and that only it, or its public key, confirms. */
interface Proof {
  readonly make: string;
  readonly check: string;
  /** Under which option it is checked, and the member that it comes in. */
  readonly option: string;
  readonly made: string;
  readonly valid: string;
  readonly options: readonly Word[];
}

/** Made by the old key before, and by whatever key is in use afterwards; each is checked with the key that made it. */
function proofOf(
  replaced: Replaced,
  { old, inUse, successor }: Roles,
  { make, check, option, made, valid, options }: Proof,
): Pick<Trial, 'before' | 'after'> {
  const common: readonly Word[] = ['--message', message, ...options];
  const makeBy = (id: Word): readonly Word[] => [
    ...kms(replaced, make, '--key-id', id),
    ...common,
    ...only(made),
  ];
  const checkBy = (file: string, id: Word): Command => {
    const words = [...kms(replaced, check, '--key-id', id), ...common, option, bytesOf(file)];
    return expect([...words, ...only(valid)], 'True', `${make} and ${check} do not agree`);
  };
  return {
    before: [run(makeBy(old), 'OLD_PROOF'), decode('OLD_PROOF', 'old-proof')],
    after: [
      run(makeBy(inUse), 'PROOF'),
      decode('PROOF', 'proof'),
      checkBy('proof', successor),
      checkBy('old-proof', old),
    ],
  };
}
