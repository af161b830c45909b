import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/read/input/json.ts';
import type { Json } from '../../src/read/input/resource.ts';
import { buildPlan, constant, refers, type ResourceSpec } from '../support/build/plan-builder.ts';
import { policy } from '../support/build/snapshot-builder.ts';
import { judgePlan, newAlias } from '../support/judge/judge-plan.ts';

// The refinement law over grants, with one link throughout: what is settled later contradicts no verdict about it.

const runs = Math.max(300, Math.floor(Number(process.env['KMSLINT_RUNS'] ?? '1000') / 2));
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const shared = 'aws_iam_role.shared.arn';

/** A value, and whether the unsettled plan knows it. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.record({ value: arbitrary, isKnown: fc.boolean() });

const policies = [
  policy(),
  policy({ Effect: 'Allow', Principal: { AWS: role('a') }, Action: 'kms:Decrypt', Resource: '*' }),
  policy(
    { Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' },
    { Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' },
  ),
];
const constraints: readonly JsonObject[][] = [
  [],
  [{ encryption_context_subset: { department: 'finance' } }],
  [{ encryption_context_subset: { department: 'finance', stage: 'prod' } }],
  [{ encryption_context_equals: { department: 'finance', stage: 'prod' } }],
];
const models = fc.record({
  usage: maybe(fc.constantFrom('ENCRYPT_DECRYPT', 'SIGN_VERIFY')),
  policies: fc.tuple(maybe(fc.constantFrom(...policies)), maybe(fc.constantFrom(...policies))),
  grants: fc.array(
    fc.record({
      key: fc.nat(1),
      isKeyReferred: fc.boolean(),
      grantee: maybe(fc.constantFrom('a', 'b', 'shared')),
      operations: maybe(fc.subarray(['Decrypt', 'Sign', 'DescribeKey'], { minLength: 1 })),
      constraints: maybe(fc.constantFrom(...constraints)),
      isHidden: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  isPartial: fc.boolean(),
});
type Model = typeof models extends fc.Arbitrary<infer T> ? T : never;

/** An argument as a plan tells it, before or after it is settled. */
interface Told {
  readonly value: Json;
  readonly isKnown: boolean;
  readonly expression?: JsonObject;
}

function bodyOf(
  told: Readonly<Record<string, Told>>,
  isSettled: boolean,
): Pick<ResourceSpec, 'after' | 'unknown' | 'expressions'> {
  const all = Object.entries(told);
  const isThere = ({ isKnown }: Told) => isKnown || isSettled;
  return {
    after: Object.fromEntries(all.filter(([, t]) => isThere(t)).map(([n, t]) => [n, t.value])),
    unknown: Object.fromEntries(all.filter(([, t]) => !isThere(t)).map(([n]) => [n, true])),
    expressions: Object.fromEntries(
      all.map(([name, { value, isKnown, expression = refers('local.x') }]) => [
        name,
        isKnown ? constant(value) : expression,
      ]),
    ),
  };
}

function render(model: Model, isSettled: boolean): JsonObject {
  const keys = model.policies.map((text, i): ResourceSpec => {
    const usage = i === 0 ? { value: 'ENCRYPT_DECRYPT', isKnown: true } : model.usage;
    const spec = usage.value === 'SIGN_VERIFY' ? 'RSA_2048' : 'SYMMETRIC_DEFAULT';
    const told = {
      policy: text,
      key_usage: usage,
      customer_master_key_spec: { value: spec, isKnown: usage.isKnown },
      key_id: { value: `key-${i}`, isKnown: false },
    };
    return { type: 'aws_kms_key', name: `k${i}`, ...bodyOf(told, isSettled) };
  });
  const aliases = keys.map((_, i) => newAlias(`app-v${i + 1}`, refers(`aws_kms_key.k${i}.key_id`)));
  const grants = model.grants.flatMap((grant, i): readonly ResourceSpec[] => {
    if (grant.isHidden && model.isPartial && !isSettled) return [];
    const isShared = grant.grantee.value === 'shared' && !grant.grantee.isKnown;
    const target = refers(grant.isKeyReferred ? `aws_kms_key.k${grant.key}.key_id` : 'local.key');
    const told = {
      key_id: { value: `key-${grant.key}`, isKnown: false, expression: target },
      grantee_principal: {
        value: role(grant.grantee.value),
        isKnown: grant.grantee.isKnown,
        expression: refers(isShared ? shared : 'local.grantee'),
      },
      operations: grant.operations,
      constraints: grant.constraints,
    };
    return [{ type: 'aws_kms_grant', name: `g${i}`, ...bodyOf(told, isSettled) }];
  });
  const top: Record<string, Json> = model.isPartial && !isSettled ? { complete: false } : {};
  return buildPlan({ top, resources: [...keys, ...aliases, ...grants] });
}

function kindIn(plan: JsonObject): string {
  return judgePlan(plan).kind('grants-not-copied', 'aws_kms_key.k1') ?? 'nothing';
}

test(`refinement: grants that are settled later contradict no verdict (${runs} plans)`, () => {
  fc.assert(
    fc.property(models, (model) => {
      const [before, after] = [kindIn(render(model, false)), kindIn(render(model, true))];
      if (before === 'fail') expect(after).toBe('fail');
      if (before === 'pass' || before === 'notApplicable') expect(after).not.toBe('fail');
      expect(after).not.toBe('nothing');
    }),
    { numRuns: runs },
  );
});

test('the plans of the law have every kind of verdict, and settling decides them', () => {
  const moves = new Set(
    fc
      .sample(models, { numRuns: 400, seed: 1 })
      .map((model) => `${kindIn(render(model, false))} → ${kindIn(render(model, true))}`),
  );
  const needed = [
    'open → pass',
    'open → fail',
    'open → notApplicable',
    'fail → fail',
    'pass → pass',
    'notApplicable → notApplicable',
  ];
  expect(needed.filter((move) => !moves.has(move))).toEqual([]);
});
