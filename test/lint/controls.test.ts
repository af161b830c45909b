import { describe, expect, test } from 'vitest';
import { addControls, openControls, percentageOf } from '../../src/lint/controls.ts';
import { openRotationPrice } from '../../src/report/print/rotation-price.ts';
import { buildPlan, type ResourceSpec } from '../support/build/plan-builder.ts';
import { inRepository } from '../support/cli/repository.ts';
import { judge, newKey, newRsaKey, oldKey } from '../support/judge/judge-plan.ts';
import { datesSample, keySample } from '../support/report/html-samples.ts';
import { finding, sampleRule } from '../support/report/report-samples.ts';

const plan = (...resources: readonly ResourceSpec[]) => buildPlan({ resources });
const on = {
  after: { enable_key_rotation: true },
  expressions: { enable_key_rotation: { constant_value: true } },
};
const kms4 = 'AWS Security Hub KMS.4';
const kms3 = 'AWS Security Hub KMS.3';

const resources = [
  newKey('off'),
  newKey('on', on),
  newRsaKey('rsa'),
  oldKey('kept', 'kept', {
    after: { enable_key_rotation: true },
    before: { enable_key_rotation: true },
  }),
  oldKey('gone', 'gone', { actions: ['delete'], after: null }),
];

interface Row {
  readonly control: string;
  readonly pass: number;
  readonly fail: number;
  readonly open: number;
  readonly notApplicable: number;
  readonly percentage: number | null;
}

function controlsOf(
  files: Readonly<Record<string, object>>,
  ...args: readonly string[]
): Promise<Readonly<Record<string, readonly unknown[]>>> {
  return inRepository({ 'plan.json': plan(...resources), ...files }, async ({ run }) => {
    const { stdout } = await run('plan.json', '-f', 'json', ...args);
    const { controls }: { readonly controls: readonly Row[] } = JSON.parse(stdout);
    return Object.fromEntries(
      controls.map(({ control, pass, fail, open, notApplicable, percentage }) => [
        control,
        [pass, fail, open, notApplicable, percentage],
      ]),
    );
  });
}

describe('controls', () => {
  test('count keys by what their rules say, passes that no report has among them', async () => {
    const controls = await controlsOf({});
    expect(controls[kms4]).toEqual([2, 1, 0, 1, 66]);
    // The keys that were there before: one is deleted, one stays.
    expect(controls[kms3]).toEqual([1, 1, 0, 3, 50]);
  });

  test('are the same whether passes are reported or not, and whether a failure is waived', async () => {
    const plain = await controlsOf({});
    expect(await controlsOf({}, '--all')).toEqual(plain);
    const waived = {
      'kmslint.config.json': {
        suppressions: [{ rule: 'rotation-disabled', subject: 'aws_kms_key.off', reason: 'known' }],
      },
    };
    expect(await controlsOf(waived)).toEqual(plain);
  });

  test('leave out what the configuration ignores', async () => {
    const config = { 'kmslint.config.json': { ignore: { subjects: ['aws_kms_key.off'] } } };
    const controls = await controlsOf(config);
    expect(controls[kms4]).toEqual([2, 0, 0, 1, 100]);
  });

  test('are those of the rules that judge', async () => {
    expect(Object.keys(await controlsOf({}, '--rule', 'key-destroyed'))).toContain(kms3);
    expect(Object.keys(await controlsOf({}, '--rule', 'key-destroyed'))).not.toContain(kms4);
    expect(await controlsOf({}, '--rule', 'rotation-stalled')).toEqual({});
  });

  test('take the worst that their rules say of a key, in whichever order', () => {
    const answering = ['a', 'b'].map((id) => sampleRule(id, { compliance: ['control'] }));
    const [a, b] = answering;
    const { keys } = judge([newKey('one'), newKey('two'), newKey('three'), newKey('four')]).present;
    const [one, two, three] = keys;
    if (a === undefined || b === undefined) throw new Error('there are two rules');
    if (one === undefined || two === undefined || three === undefined) throw new Error('no keys');
    const taker = openControls(answering);
    taker.take(a, one, 'pass');
    taker.take(b, one, 'fail');
    taker.take(a, two, 'fail');
    taker.take(b, two, 'open');
    taker.take(a, three, 'open');
    taker.take(b, three, 'pass');
    taker.take(b, three, 'notApplicable');
    expect(taker.counts(keys, () => false)).toEqual([
      { control: 'control', rules: ['a', 'b'], pass: 0, fail: 2, open: 1, notApplicable: 1 },
    ]);
    expect(taker.counts(keys, (subject) => subject === one)).toMatchObject([{ fail: 1, open: 1 }]);
  });

  test('of several parts add up, each by its name', () => {
    const counts = { control: 'a', rules: ['r'], pass: 1, fail: 2, open: 3, notApplicable: 4 };
    const sum = addControls([[counts], [{ ...counts, control: 'b' }, counts]]);
    expect(sum).toEqual([
      { control: 'a', rules: ['r'], pass: 2, fail: 4, open: 6, notApplicable: 8 },
      { ...counts, control: 'b' },
    ]);
  });

  test('have no share where they apply to no key, and the whole only where all pass', () => {
    const counts = { control: 'a', rules: [], pass: 0, fail: 0, open: 0, notApplicable: 9 };
    expect(percentageOf(counts)).toBeNull();
    expect(percentageOf({ ...counts, pass: 999, open: 1 })).toBe(99);
    expect(percentageOf({ ...counts, pass: 999 })).toBe(100);
    expect(openControls([]).counts([], () => false)).toEqual([]);
  });
});

describe('the price of rotation', () => {
  const textFor = (dates: Parameters<typeof keySample>[0], members = {}): string | null => {
    const key = keySample(dates);
    const price = openRotationPrice();
    price.add({
      keys: [key],
      findings: [finding({ subject: key.subject, scope: key.scope, ...members })],
    });
    return price.text();
  };

  test('is two rotations a key, less those that it had', () => {
    const rotations = (count: number) =>
      datesSample({
        rotations: Array.from({ length: count }, () => ({
          at: '2025-01-01T00:00:00Z',
          type: 'ON_DEMAND',
        })),
      });
    expect(textFor({ dates: null })).toContain('for 1 key adds at most 2 rotations');
    expect(textFor({ dates: rotations(1) })).toContain('at most 1 rotation ');
    expect(textFor({ dates: rotations(7) })).toContain('at most 0 rotations');
  });

  test('is not told of what is no failure, or somebody waived', () => {
    expect(textFor({}, { kind: 'open' })).toBeNull();
    expect(textFor({}, { ruleId: 'key-destroyed' })).toBeNull();
    expect(textFor({}, { suppression: { kind: 'config', reason: 'known' } })).toBeNull();
  });

  test('stands in the verbose text and in the HTML report, without a currency', async () => {
    await inRepository({ 'plan.json': plan(...resources) }, async ({ run, read }) => {
      const { stdout } = await run('plan.json', '--verbose', '-f', 'text', '-f', 'html=out.html');
      expect(stdout).toContain('switching rotation on for 1 key adds at most 2 rotations');
      expect((await run('plan.json')).stdout).not.toContain('price');
      expect(read('out.html').replaceAll(/\s+/g, ' ')).toContain('Switching rotation on for 1 key');
      expect(stdout).not.toMatch(/€|USD|\$\d/);
      expect((await run('explain', 'rotation-disabled')).stdout).toContain('What it costs');
    });
  });
});
