import * as fc from 'fast-check';
import { wellFormed } from '../../../src/text/well-formed.ts';
import { fakeEstate, fakeKey, kinds, type Estate, type FakeKey, type Kind } from '../aws/keys.ts';

/** A key of one kind, and what stands around it. */
export interface RunbookCase {
  readonly kind: Kind;
  readonly spec: string;
  readonly isRotating: boolean;
  readonly aliases: readonly string[];
  readonly policy: 'default' | 'role' | 'own ARN' | 'deleted user';
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly hsms: 1 | 2;
}

const account = '111122223333';
const region = 'eu-central-1';

const usageOf = (spec: string): string => {
  if (spec.startsWith('HMAC')) return 'GENERATE_VERIFY_MAC';
  return spec === 'RSA_4096' ? 'ENCRYPT_DECRYPT' : 'SIGN_VERIFY';
};

/** Texts that mean something to a shell, to Markdown, to HCL, to a terminal, or to the AWS CLI. */
export const hostile: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "'",
        '"',
        '`',
        '$(touch hacked)',
        '${IFS}',
        '%{ if true }',
        '${var.x}',
        '\\',
        '!',
        '#',
        '\n',
        '\r',
        '\u001b[2J',
        '```',
        '</details>',
        'file:///etc/passwd',
        '-x',
        '--',
        ';',
        '&',
        '|',
        '>',
        '*',
        '\u202e',
        '\u200b',
        '::error::',
        'é',
        '😀',
        'END',
      ),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => wellFormed(pieces.join('')));

/** Every kind but AWS's own, which nobody rotates. */
export const runbookCases: fc.Arbitrary<RunbookCase> = fc.record({
  kind: fc.constantFrom(...kinds.filter((kind) => kind !== 'aws')),
  spec: fc.constantFrom('RSA_2048', 'RSA_4096', 'ECC_NIST_P256', 'ML_DSA_65'),
  isRotating: fc.boolean(),
  aliases: fc.uniqueArray(fc.constantFrom('app-current', 'app', 'other', 'app-20180606'), {
    maxLength: 3,
  }),
  policy: fc.constantFrom('default', 'role', 'own ARN', 'deleted user'),
  description: hostile,
  tags: fc.dictionary(fc.constantFrom('Owner', 'Cost Centre', "it's"), hostile, { maxKeys: 2 }),
  hsms: fc.constantFrom(1, 2),
});

/** An estate of that key alone, with stores behind it. */
export function runbookEstate(given: RunbookCase): Estate {
  const estate = fakeEstate(0, { account, region });
  const key = keyOf(given);
  estate.keys = [key];
  estate.aliases = given.aliases.map((name) => ({
    AliasName: `alias/${name}`,
    AliasArn: `arn:aws:kms:${region}:${account}:alias/${name}`,
    TargetKeyId: key.KeyId,
    CreationDate: 1_700_000_000,
  }));
  if (given.hsms === 1)
    estate.clusters = estate.clusters.map((cluster) => ({
      ...cluster,
      Hsms: [{ HsmId: 'hsm-1', AvailabilityZone: 'eu-central-1a', State: 'ACTIVE' }],
    }));
  return estate;
}

function keyOf({ kind, spec, isRotating, policy, description, tags }: RunbookCase): FakeKey {
  const key = fakeKey(kind, 1, account, region);
  const asymmetric =
    kind === 'asymmetric'
      ? { KeySpec: spec, CustomerMasterKeySpec: spec, KeyUsage: usageOf(spec) }
      : {};
  // A replica has the rotation of its primary, which is not here.
  const rotation = {
    KeyId: key.KeyId,
    KeyRotationEnabled: isRotating || kind === 'replica',
    ...(isRotating || kind === 'replica'
      ? { RotationPeriodInDays: 180, NextRotationDate: Date.now() / 1000 + 9e6 }
      : {}),
  };
  const isRotatable = key.rotation !== null && 'NextRotationDate' in key.rotation;
  return {
    ...key,
    metadata: { ...key.metadata, ...asymmetric, Description: description },
    rotation: isRotatable ? rotation : key.rotation,
    policy: policyOf(policy, key),
    tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
  };
}

function policyOf(which: RunbookCase['policy'], { Arn, policy }: FakeKey): string {
  const { Statement: statements, ...rest } = JSON.parse(policy);
  const role = `arn:aws:iam::${account}:role/ExampleRole`;
  const use = {
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:Verify', 'kms:VerifyMac'],
    Resource: '*',
  };
  const more = {
    default: [],
    role: [{ ...use, Sid: 'Allow use of the key', Principal: { AWS: role } }],
    'own ARN': [{ ...use, Principal: { AWS: role }, Resource: Arn }],
    'deleted user': [{ ...use, Principal: { AWS: [role, 'AIDACKCEVSQ6C2EXAMPLE'] } }],
  }[which];
  return JSON.stringify({ ...rest, Statement: [...statements, ...more] });
}
