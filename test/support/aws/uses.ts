// What keys of the fake AWS are used for. Nothing is encrypted: every result tells the key that made it.
import { textMember } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import { stateOf } from './changes.ts';
import type { FakeKey } from './keys.ts';
import { fail, type Reply } from './reply.ts';

type Use = (key: FakeKey, input: Json) => Reply;

const encode = (text: string): string => Buffer.from(text).toString('base64');
const decode = (text: string | null): string => Buffer.from(text ?? '', 'base64').toString();

/** A key can be used while it is enabled, and for what it was made. */
function when(usage: string, use: Use): Use {
  return (key, input) => {
    if (stateOf(key) === 'Disabled') return fail('DisabledException', `${key.Arn} is disabled`);
    if (stateOf(key) !== 'Enabled')
      return fail('KMSInvalidStateException', `${key.Arn} is ${stateOf(key)}`);
    if (textMember(key.metadata, 'KeyUsage') !== usage)
      return fail('InvalidKeyUsageException', `${key.Arn} is not for ${usage}`);
    return use(key, input);
  };
}

const sealed = (key: FakeKey, input: Json, name: string): string =>
  encode(JSON.stringify([key.KeyId, textMember(input, name)]));

export const uses: Readonly<Record<string, Use>> = {
  Encrypt: when('ENCRYPT_DECRYPT', (key, input) => ({
    ok: { KeyId: key.Arn, CiphertextBlob: sealed(key, input, 'Plaintext') },
  })),
  Decrypt: when('ENCRYPT_DECRYPT', (key, input) => {
    const inside: unknown = JSON.parse(decode(textMember(input, 'CiphertextBlob')));
    const [id, text] = Array.isArray(inside) ? inside.map(String) : [];
    return id === key.KeyId && text !== undefined
      ? { ok: { KeyId: key.Arn, Plaintext: text } }
      : fail('IncorrectKeyException', 'another key encrypted it');
  }),
  Sign: when('SIGN_VERIFY', (key, input) => ({
    ok: { KeyId: key.Arn, Signature: sealed(key, input, 'Message') },
  })),
  Verify: when('SIGN_VERIFY', (key, input) =>
    textMember(input, 'Signature') === sealed(key, input, 'Message')
      ? { ok: { KeyId: key.Arn, SignatureValid: true } }
      : fail('KMSInvalidSignatureException', 'another key signed it'),
  ),
  GenerateMac: when('GENERATE_VERIFY_MAC', (key, input) => ({
    ok: { KeyId: key.Arn, Mac: sealed(key, input, 'Message') },
  })),
  VerifyMac: when('GENERATE_VERIFY_MAC', (key, input) =>
    textMember(input, 'Mac') === sealed(key, input, 'Message')
      ? { ok: { KeyId: key.Arn, MacValid: true } }
      : fail('KMSInvalidMacException', 'another key made it'),
  ),
  GetPublicKey: (key) => ({ ok: { KeyId: key.Arn, PublicKey: encode(`public ${key.KeyId}`) } }),
};

/** The operations that take an alias for the key (KMS Developer Guide, "Aliases in AWS KMS"). */
export const takesAlias: ReadonlySet<string> = new Set(['DescribeKey', ...Object.keys(uses)]);
