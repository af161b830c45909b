import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Finding, VerdictKind } from '../../src/model/finding.ts';
import type { JsonObject } from '../../src/read/input/json.ts';
import { judgeLive } from '../support/judge/judge-live.ts';
import { judge, newAlias, newKey, type Judged } from '../support/judge/judge-plan.ts';
import {
  account,
  allowUser,
  buildSnapshot,
  cluster,
  grant,
  ok,
  policy,
  type KeySpec,
} from '../support/build/snapshot-builder.ts';
import { constant, refers, type ResourceSpec } from '../support/build/plan-builder.ts';

// The equivalence law, its third source: the same keys planned and recorded live get the same verdicts wherever both
// know the facts. The configuration is held against the plan in law-sources.test.ts.

const runs = Math.max(100, Math.floor(Number(process.env['KMSLINT_RUNS'] ?? '1000') / 5));
const both = new Set(
  rules
    .filter(({ sources }) => sources.includes('plan') && sources.includes('live'))
    .map(({ id }) => id),
);

const kinds = [
  ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'],
  ['RSA_2048', 'SIGN_VERIFY'],
  ['HMAC_256', 'GENERATE_VERIFY_MAC'],
] as const;
const policies = [policy(), policy(allowUser), '{'];
/** What grants to one role give, under constraints as the provider and as the API has them; the widest first. */
const terms: readonly {
  operations: string[];
  constraints: JsonObject[];
  Constraints: JsonObject;
}[] = [
  { operations: ['Decrypt', 'Sign', 'VerifyMac'], constraints: [], Constraints: {} },
  {
    operations: ['Decrypt', 'Encrypt'],
    constraints: [{ encryption_context_subset: { department: 'finance' } }],
    Constraints: { EncryptionContextSubset: { department: 'finance' } },
  },
  {
    operations: ['Decrypt'],
    constraints: [{ encryption_context_equals: { department: 'finance', stage: 'prod' } }],
    Constraints: { EncryptionContextEquals: { department: 'finance', stage: 'prod' } },
  },
];

const models = fc.record({
  keys: fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      inStore: fc.boolean(),
      isOn: fc.boolean(),
      period: fc.constantFrom(30, 90, 365, 3000),
      isEnabled: fc.boolean(),
      policy: fc.constantFrom(...policies, ...policies.slice(0, 2)),
      grants: fc.subarray([...terms]),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  aliases: fc.dictionary(fc.constantFrom('app', 'app-v1', 'app-v2', 'other'), fc.nat(3)),
  zones: fc.array(fc.constantFrom('a', 'b'), { maxLength: 3 }),
});
type Model = typeof models extends fc.Arbitrary<infer T> ? T : never;
type KeyModel = Model['keys'][number];

const idOf = (i: number): string => `1234abcd-12ab-34cd-56ef-12345678900${i}`;
const grantee = `arn:aws:iam::${account}:role/ExampleRole`;
const isStored = ({ kind, inStore }: KeyModel): boolean =>
  inStore && kind[0] === 'SYMMETRIC_DEFAULT';
/** AWS turns rotation on for no other key: a plan that asks for it fails at apply. */
const isRotating = (key: KeyModel): boolean =>
  key.isOn && key.kind[0] === 'SYMMETRIC_DEFAULT' && !isStored(key);

function planned({ keys, aliases, zones }: Model): Judged {
  const resources: readonly ResourceSpec[] = [
    ...keys.map((key, i) => {
      const [spec, usage] = key.kind;
      const written = {
        customer_master_key_spec: spec,
        key_usage: usage,
        enable_key_rotation: isRotating(key),
        is_enabled: key.isEnabled,
        policy: key.policy,
        ...(isRotating(key) ? { rotation_period_in_days: key.period } : {}),
        ...(isStored(key) ? { custom_key_store_id: 'cks-1234567890abcdef0' } : {}),
      };
      const expressions = Object.fromEntries(
        Object.entries(written).map(([name, value]) => [name, constant(value)]),
      );
      return newKey(`k${i}`, { after: written, expressions });
    }),
    ...Object.entries(aliases).map(([name, n]) =>
      newAlias(name, refers(`aws_kms_key.k${n % keys.length}.key_id`)),
    ),
    ...keys.flatMap((key, i) =>
      key.grants.map(({ operations, constraints }, n): ResourceSpec => ({
        type: 'aws_kms_grant',
        name: `g${i}_${n}`,
        after: { operations, constraints, grantee_principal: grantee },
        unknown: { key_id: true },
        expressions: { key_id: refers(`aws_kms_key.k${i}.key_id`) },
      })),
    ),
    {
      type: 'aws_cloudhsm_v2_cluster',
      name: 'c',
      unknown: { cluster_id: true, cluster_state: true },
      expressions: {},
    },
    ...zones.map((zone, i) => ({
      type: 'aws_cloudhsm_v2_hsm',
      name: `h${i}`,
      after: { availability_zone: `eu-west-1${zone}` },
      unknown: { cluster_id: true, hsm_state: true },
      expressions: {
        cluster_id: refers('aws_cloudhsm_v2_cluster.c.cluster_id'),
        availability_zone: constant(`eu-west-1${zone}`),
      },
    })),
  ];
  return judge(resources);
}

function recorded({ keys, aliases, zones }: Model): readonly Finding[] {
  const specs = keys.map((key, i): KeySpec => {
    const [KeySpec, KeyUsage] = key.kind;
    const store = { Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: 'cks-1234567890abcdef0' };
    const KeyState = key.isEnabled ? 'Enabled' : 'Disabled';
    const on = { KeyRotationEnabled: true, RotationPeriodInDays: key.period };
    return {
      id: idOf(i),
      metadata: { KeySpec, KeyUsage, KeyState, ...(isStored(key) ? store : {}) },
      answers: {
        GetKeyRotationStatus: ok(isRotating(key) ? on : { KeyRotationEnabled: false }),
        GetKeyPolicy: ok({ Policy: key.policy }),
        ListGrants: ok({
          Grants: key.grants.map(({ operations, Constraints }) =>
            grant(operations, { Constraints }),
          ),
        }),
      },
    };
  });
  const targets = Object.fromEntries(
    Object.entries(aliases).map(([name, n]) => [name, idOf(n % keys.length)]),
  );
  const top = { DescribeClusters: ok({ Clusters: [cluster(zones)] }) };
  return judgeLive([buildSnapshot({ keys: specs, aliases: targets, top })]).findings;
}

type Verdicts = ReadonlyMap<string, VerdictKind>;

/** Subjects by a name that both sources share. */
function verdicts(findings: readonly Finding[]): Verdicts {
  return new Map(
    findings
      .filter(({ ruleId, subject }) => both.has(ruleId) && !subject.startsWith('aws_kms_grant.'))
      .map((f) => [`${f.ruleId} ${nameOf(f.subject)}`, f.kind] as const),
  );
}

function nameOf(subject: string): string {
  const [, hsm] = /(?:aws_cloudhsm_v2_hsm\.h|\/hsm-lgavqitns2)(\d)$/.exec(subject) ?? [];
  if (hsm !== undefined) return `hsm ${hsm}`;
  if (/cluster/.test(subject)) return 'cluster';
  const [, alias] = /(?:aws_kms_alias\.|:alias\/)([\w-]+)$/.exec(subject) ?? [];
  if (alias !== undefined) return `alias ${alias}`;
  return /(?:aws_kms_key\.k|12345678900)(\d)$/.exec(subject)?.[1] ?? subject;
}

/** A live key that is disabled cannot be set to rotate; the configuration of one can. */
const isOfPlansAlone = /^rotation-disabled /;

function differences(model: Model): readonly string[] {
  const [plan, live] = [verdicts(planned(model).findings), verdicts(recorded(model))];
  const disabled = new Set(
    model.keys.flatMap(({ isEnabled }, i) => (isEnabled ? [] : [String(i)])),
  );
  return [...new Set([...plan.keys(), ...live.keys()])]
    .filter((name) => plan.get(name) !== live.get(name))
    .filter((name) => !(isOfPlansAlone.test(name) && disabled.has(name.split(' ')[1] ?? '')))
    .map((name) => `${name}: ${plan.get(name)} by the plan, ${live.get(name)} live`);
}

test(`equivalence: keys that are planned and keys that are recorded are judged alike (${runs} accounts)`, () => {
  fc.assert(
    fc.property(models, (model) => {
      expect(differences(model)).toEqual([]);
    }),
    { numRuns: runs },
  );
});

test('the accounts of the law get passes and failures by every rule that needs no second Region, no earlier state, no date and no text', () => {
  const seen = new Set(
    fc
      .sample(models, { numRuns: 800, seed: 1 })
      .flatMap((model) => recorded(model).map((f) => `${f.ruleId} ${f.kind}`)),
  );
  const elsewhere =
    /^(?:confidential-text|imported-material-expiring|tags-not-copied|rotation-period-unguarded|replica-policy-not-copied|rotation-turned-off|predecessor-unreachable|key-store-under-two-hsms)$/;
  const judged = [...both].filter((id) => !elsewhere.test(id));
  const missing = judged
    .flatMap((id) => ['fail', 'pass'].map((kind) => `${id} ${kind}`))
    .filter((name) => !seen.has(name));
  expect(missing).toEqual([]);
});
