import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import type { JsonObject } from '../../src/read/input/json.ts';
import type { Json } from '../../src/read/input/resource.ts';
import {
  judgePlan,
  newAlias,
  newKey,
  newRsaKey,
  oldKey,
  type Judged,
} from '../support/judge/judge-plan.ts';
import { buildPlan, constant, refers, stateOf } from '../support/build/plan-builder.ts';

const runs = Number(process.env['KMSLINT_RUNS'] ?? '1000');

/** A plan in which every kind of resource has a verdict that hangs on another. */
const valid: JsonObject = buildPlan({
  resources: [
    newKey('rotated', {
      after: { enable_key_rotation: true },
      expressions: { enable_key_rotation: constant(true) },
    }),
    newRsaKey('aliased'),
    newAlias('app', refers('module.keys.id')),
    newAlias('inner', refers('var.key'), { module: 'module.keys' }),
    newRsaKey('signing', { module: 'module.keys' }),
    oldKey('gone', '1', { actions: ['delete'], after: null }),
    oldKey('kept', '2', {
      after: { enable_key_rotation: true },
      before: { enable_key_rotation: true },
    }),
    {
      type: 'aws_cloudhsm_v2_cluster',
      name: 'c',
      unknown: { cluster_id: true, cluster_state: true },
    },
    {
      type: 'aws_kms_custom_key_store',
      name: 's',
      unknown: { id: true, cloud_hsm_cluster_id: true, custom_key_store_type: true },
      expressions: { cloud_hsm_cluster_id: refers('aws_cloudhsm_v2_cluster.c.cluster_id') },
    },
    ...[0, 1].map((index) => ({
      type: 'aws_cloudhsm_v2_hsm',
      name: 'h',
      index,
      after: { availability_zone: `eu-west-1${'ab'.charAt(index)}` },
      unknown: { cluster_id: true },
      expressions: { cluster_id: refers('aws_cloudhsm_v2_cluster.c.cluster_id') },
    })),
  ],
  modules: [
    {
      path: 'keys',
      expressions: { key: refers('aws_kms_key.aliased.key_id') },
      outputs: { id: { expression: refers('aws_kms_key.signing.key_id') } },
    },
  ],
  top: {
    prior_state: {
      format_version: '1.0',
      values: { root_module: { resources: [stateOf(newKey('kept'), {})] } },
    },
  },
});

const original = judgePlan(valid);

type Path = readonly (string | number)[];

function pathsOf(json: Json, path: Path = []): readonly Path[] {
  const below =
    typeof json !== 'object' || json === null
      ? []
      : Object.entries(json).flatMap(([name, value]) =>
          pathsOf(value, [...path, Array.isArray(json) ? Number(name) : name]),
        );
  return path.length === 0 ? below : [path, ...below];
}

function replaceAt(json: Json, [step, ...rest]: Path, value: Json): Json {
  if (step === undefined) return value;
  if (Array.isArray(json))
    return json.map((item, i) => (i === step ? replaceAt(item, rest, value) : item));
  if (typeof json !== 'object' || json === null) return json;
  const entries = Object.entries(json);
  return Object.fromEntries(
    entries.map(([name, item]) => [name, name === step ? replaceAt(item, rest, value) : item]),
  );
}

function valueAt(json: Json, path: Path): Json | undefined {
  return path.reduce<Json | undefined>(
    (at, step) => Object.entries(at ?? {}).find(([name]) => name === String(step))?.[1],
    json,
  );
}

const samples: readonly Json[] = [null, true, 7, 'text', [], {}, ['x'], { x: 1 }, [[[]]], -1.5, ''];
const typeOf = (json: Json | undefined) => (Array.isArray(json) ? 'array' : typeof json);

function judgeMutant(path: Path, value: Json): Judged | null {
  const mutant = replaceAt(valid, path, value);
  try {
    return typeof mutant === 'object' && !Array.isArray(mutant) && mutant !== null
      ? judgePlan(Object.fromEntries(Object.entries(mutant)))
      : null;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

const subjectsOf = (judged: Judged): readonly string[] => [
  ...new Set(judged.findings.map(({ subject }) => subject)),
];

describe('one node of a plan replaced by a value of another type', () => {
  test('never throws but for the user, and loses no resource in silence', () => {
    const mutation = fc.record({
      path: fc.constantFrom(...pathsOf(valid)),
      value: fc.constantFrom(...samples),
    });
    fc.assert(
      fc.property(mutation, ({ path, value }) => {
        const was = valueAt(valid, path);
        fc.pre(typeOf(was) !== typeOf(value) && was !== null && value !== null);
        const judged = judgeMutant(path, value);
        if (judged === null || judged.gaps.length > 0) return;
        const kept = new Set(subjectsOf(judged));
        const lost = subjectsOf(original).filter((subject) => !kept.has(subject));
        expect(lost, `${path.join('/')} = ${JSON.stringify(value)}`).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  test('turns no pass into a failure without a gap', () => {
    const passed = new Set(original.all('pass'));
    fc.assert(
      fc.property(
        fc.constantFrom(...pathsOf(valid)),
        fc.constantFrom(...samples),
        (path, value) => {
          const was = valueAt(valid, path);
          fc.pre(typeOf(was) !== typeOf(value) && was !== null && value !== null);
          // A mark, a flag of the whole plan or a display hint of another type says less, never something else.
          fc.pre(typeof was === 'object' || typeof was === 'string');
          // Another text of a policy is another policy, which KMS may refuse.
          fc.pre(path.at(-1) !== 'policy');
          const judged = judgeMutant(path, value);
          if (judged === null || judged.gaps.length > 0) return;
          const failed = judged.all('fail').filter((verdict) => passed.has(verdict));
          expect(failed, `${path.join('/')} = ${JSON.stringify(value)}`).toEqual([]);
        },
      ),
      { numRuns: runs },
    );
  });

  test('null is refused, a gap, or what a plan writes for nothing', () => {
    for (const path of pathsOf(valid)) expect(() => judgeMutant(path, null)).not.toThrow();
  });
});

test('the plan that is mutated has passes and failures of many rules', () => {
  expect(original.gaps).toEqual([]);
  expect(original.all('open')).toEqual([]);
  expect(
    new Set(original.all('pass').map((verdict) => verdict.split(' ')[0])).size,
  ).toBeGreaterThan(5);
  expect(original.all('fail')).toEqual(['key-destroyed aws_kms_key.gone']);
});
