import * as fc from 'fast-check';
import { allow, covered, parseSymbols, role, textOfPolicy } from './policies.ts';
import type { Json } from './policies.ts';

/** A thousand cases in CI; `npm run test:policy-deep` asks for more. */
export const numRuns = Number(process.env['KMSLINT_RUNS'] ?? 1000);

export interface Shape {
  readonly effect: 'Allow' | 'Deny';
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export const names = [
  'Encrypt',
  'Decrypt',
  'DescribeKey',
  'GetKeyPolicy',
  'GetPublicKey',
  'CreateGrant',
];
export const actions = fc.uniqueArray(fc.constantFrom(...names.map((n) => `kms:${n}`)), {
  minLength: 1,
  maxLength: 3,
});
export const patterns = fc.uniqueArray(
  fc.constantFrom('kms:*', 'kms:Get*', 'kms:De*', 'kms:?ecrypt', ...names.map((n) => `kms:${n}`)),
  { minLength: 1, maxLength: 3 },
);
const root = 'arn:aws:iam::111122223333:root';
const principals = fc.uniqueArray(
  fc.constantFrom(
    '*',
    root,
    'arn:aws:iam::444455556666:root',
    role('a'),
    role('b'),
    'arn:aws:sts::111122223333:assumed-role/a/x',
  ),
  { minLength: 1, maxLength: 3 },
);
const operators = [
  'StringEquals',
  'StringLike',
  'StringNotEquals',
  'StringEqualsIfExists',
  'StringNotLike',
  'StringEqualsIgnoreCase',
];
const values = fc.uniqueArray(fc.constantFrom('a', 'b', 'A', 'a*', '?', '*'), {
  minLength: 1,
  maxLength: 2,
});
const keyed = fc.dictionary(fc.constantFrom('kms:ViaService', 'aws:x'), values, {
  minKeys: 1,
  maxKeys: 2,
});
const conditions = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom(...operators), keyed, { maxKeys: 2 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { Null: { 'kms:ViaService': ['false'] } },
      { Null: { 'kms:ViaService': ['true'] } },
    ),
  },
);
export const effect = fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Deny');
export const shape: fc.Arbitrary<Shape> = fc.record({
  effect,
  principals,
  actions: patterns,
  condition: conditions,
});
export const shapes = fc.array(shape, { maxLength: 4 });

/** Every statement names a role and a key of its own: none covers another, and no Deny meets an Allow. */
export const apart = fc
  .array(fc.record({ effect, actions, more: fc.boolean() }), { minLength: 1, maxLength: 5 })
  .map((list) =>
    list.map(({ effect: e, actions: a, more }, i): Shape => ({
      effect: e,
      actions: a,
      principals: [role(`r${i}`), ...(more ? [role(`s${i}`)] : [])],
      condition: {},
    })),
  );

export function write({
  effect: Effect,
  principals: AWS,
  actions: Action,
  condition: Condition,
}: Shape): Json {
  return { Effect, Principal: { AWS }, Action, Resource: '*', Condition };
}

/** Every policy has this one too, as one without statements is none. */
export const always = allow({ AWS: role('always') }, 'kms:TagResource');
export const textOf = (list: readonly Json[]) => textOfPolicy([always, ...list]);
export const documentOf = (list: readonly Shape[]) => parseSymbols(textOf(list.map(write)));
export const holds = (a: readonly Shape[], b: readonly Shape[]) =>
  covered(documentOf(a), documentOf(b));
