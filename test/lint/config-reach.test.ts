import { describe, expect, test } from 'vitest';
import { newAlias, newKey } from '../support/judge/judge-plan.ts';
import { arnOf, buildSnapshot, keyId, otherId, rsa } from '../support/build/snapshot-builder.ts';
import { buildPlan, type ResourceSpec } from '../support/build/plan-builder.ts';
import { inRepository, summaryOf, told, type Ran } from '../support/cli/repository.ts';

const plan = (...resources: readonly ResourceSpec[]) => buildPlan({ resources });
const one = { 'plan.json': plan(newKey('a'), newKey('b')) };
const config = 'kmslint.config.json';

const signerRules = ['key-deletion-near', 'predecessor-unusable', 'predecessor-unreachable'];

/** A signing key that is waiting for its deletion the day after another one took its alias over. */
const movedAlias = {
  'before.json': buildSnapshot({
    keys: [{ metadata: rsa }],
    aliases: { 'SPIRE_SERVER/x509-A': keyId },
    startedAt: '2026-01-30T06:00:00.000Z',
  }),
  'now.json': buildSnapshot({
    keys: [
      {
        metadata: { ...rsa, KeyState: 'PendingDeletion', DeletionDate: '2026-02-06T06:00:00.000Z' },
      },
      { id: otherId, metadata: rsa },
    ],
    aliases: { 'SPIRE_SERVER/x509-A': otherId },
    startedAt: '2026-01-31T06:00:00.000Z',
  }),
  [config]: {
    suppressions: signerRules.map((rule) => ({
      rule,
      subject: 'arn:aws:kms:*:111122223333:key/*',
      alias: 'alias/SPIRE_SERVER/*',
      reason: 'SPIRE makes its own keys',
    })),
  },
};

const notices = (ran: Ran) =>
  told(ran)
    .findings.filter(({ ruleId }) => ruleId === 'suppression-ineffective')
    .map(
      ({ severity, message, location }) =>
        `${severity} ${location.path}:${location.line} ${message}`,
    );

describe('suppressions', () => {
  const suppress = (more: object) => ({
    [config]: { suppressions: [{ rule: 'rotation-disabled', reason: 'why', ...more }] },
  });

  test('reach addresses in plans, stay counted and stand in SARIF', async () => {
    await inRepository(
      { ...one, ...suppress({ subject: 'aws_kms_key.a' }) },
      async ({ run, read }) => {
        const ran = await run('plan.json', '-f', 'json', '-f', 'sarif=out.sarif');
        expect(ran.code).toBe(1);
        expect(told(ran).summary).toMatchObject({ fail: 1, suppressed: 1 });
        expect(told(ran).findings).toMatchObject([
          { subject: 'aws_kms_key.a', suppression: { kind: 'config', reason: 'why' } },
          { subject: 'aws_kms_key.b', suppression: null },
        ]);
        expect(read('out.sarif')).toContain('"justification": "why"');
        expect(read('out.sarif')).toContain('"kind": "external"');
        const pinned = await run('plan.json', '--no-config-suppressions', '-f', 'json');
        expect(told(pinned).summary).toMatchObject({ fail: 2, suppressed: 0 });
      },
    );
  });

  test.each([
    ['aws_kms_key.k', ['aws_kms_key.k["x"]', 'aws_kms_key.k["y"]']],
    ['aws_kms_key.k["x"]', ['aws_kms_key.k["x"]']],
    ['*["y"]', ['aws_kms_key.k["y"]']],
    ['aws_kms_key', []],
  ])('a subject %s reaches %j', async (subject, reached) => {
    const keys = ['x', 'y'].map((index) => newKey('k', { index }));
    await inRepository(
      { 'plan.json': plan(...keys), ...suppress({ subject }) },
      async ({ run }) => {
        const { findings } = told(await run('plan.json', '-f', 'json'));
        expect(findings.filter((f) => f.suppression !== null).map((f) => f.subject)).toEqual(
          reached,
        );
      },
    );
  });

  test('hold only for a path where one is given', async () => {
    const files = {
      'east/plan.json': plan(newKey('a')),
      'west/plan.json': plan(newKey('a')),
      ...suppress({ subject: 'aws_kms_key.a', path: 'east' }),
    };
    await inRepository(files, async ({ run }) => {
      const { findings } = told(await run('.', '-f', 'json'));
      expect(findings.map((f) => [f.location.path, f.suppression !== null])).toEqual([
        ['east/plan.json', true],
        ['west/plan.json', false],
      ]);
      expect(await run('in:east', 'plan.json')).toMatchObject({ code: 0 });
      expect(await run('in:west', 'plan.json')).toMatchObject({ code: 1 });
    });
  });

  test.each([
    [{ alias: 'alias/signer-*' }, ['aws_kms_key.a']],
    [{ alias: 'alias/signer' }, []],
    [{ tags: { team: 'ident*' } }, ['aws_kms_key.a', 'aws_kms_key.b']],
    [{ tags: { team: 'identity', stage: 'prod' } }, ['aws_kms_key.b']],
    [{ tags: { stage: 'test' } }, []],
    [{ alias: 'alias/*', tags: { stage: 'prod' } }, []],
  ])('name keys by aliases and tags: %j', async (marks, reached) => {
    const tagged = (name: string, tags: Readonly<Record<string, string>>) =>
      newKey(name, { after: { tags } });
    const alias = newAlias('signer-a', { references: ['aws_kms_key.a.key_id', 'aws_kms_key.a'] });
    const files = {
      'plan.json': plan(
        tagged('a', { team: 'identity' }),
        tagged('b', { team: 'identity', stage: 'prod' }),
        newKey('c'),
        alias,
      ),
      ...suppress({ subject: '*', ...marks }),
    };
    await inRepository(files, async ({ run }) => {
      const { findings } = told(await run('plan.json', '-f', 'json'));
      const suppressed = findings.filter((f) => f.suppression !== null);
      expect(suppressed.map((f) => f.subject)).toEqual(reached);
    });
  });

  test('name a predecessor by the alias that it had before', async () => {
    await inRepository(movedAlias, async ({ run }) => {
      const { findings } = told(await run('now.json', '--previous', 'before.json', '-f', 'json'));
      const suppression = { kind: 'config', reason: 'SPIRE makes its own keys' };
      expect(findings).toMatchObject(
        signerRules.map((ruleId) => ({ ruleId, subject: arnOf(keyId), suppression })),
      );
      expect(findings[1]?.message).toContain('is scheduled for deletion on 2026-02-06');
    });
  });

  test('end with their last day', async () => {
    const over = { ...one, ...suppress({ subject: 'aws_kms_key.*', expires: '2024-02-29' }) };
    await inRepository(over, async ({ run }) => {
      const ran = await run('plan.json', '-f', 'json');
      expect(told(ran).summary).toMatchObject({ fail: 3, suppressed: 0 });
      expect(notices(ran)).toEqual([
        'medium kmslint.config.json:3 the suppression of rotation-disabled for aws_kms_key.* ended with 2024-02-29, so its findings count again',
      ]);
    });
    const valid = { ...one, ...suppress({ subject: 'aws_kms_key.*', expires: '9999-12-31' }) };
    await inRepository(valid, async ({ run }) => {
      expect((await run('plan.json')).code).toBe(0);
    });
  });

  test('that nothing needs are told where the rule judged the subject, and not elsewhere', async () => {
    const rotating = newKey('a', { after: { enable_key_rotation: true } });
    const files = { 'plan.json': plan(rotating), ...suppress({ subject: 'aws_kms_key.a' }) };
    await inRepository(files, async ({ run }) => {
      const ran = await run('plan.json', '-f', 'json');
      expect(notices(ran)).toEqual([
        'low kmslint.config.json:3 the suppression of rotation-disabled for aws_kms_key.a is not needed: the rule finds nothing there',
      ]);
      expect(
        notices(await run('plan.json', '-f', 'json', '--skip-rule', 'rotation-disabled')),
      ).toEqual([]);
      expect(notices(await run('plan.json', '-f', 'json', '--no-config-suppressions'))).toEqual([]);
    });
    await inRepository(
      { ...files, ...suppress({ subject: 'aws_kms_key.z' }) },
      async ({ run, write }) => {
        expect(notices(await run('plan.json', '-f', 'json'))).toEqual([]);
        write('main.tf', 'resource "aws_kms_key" "a" {\n  enable_key_rotation = true\n}\n');
        expect(notices(await run('main.tf', '-f', 'json'))).toEqual([]);
        expect(notices(await run('.', '-f', 'json'))).toHaveLength(1);
      },
    );
  });
});

describe('what is ignored', () => {
  test('is not judged, and is counted', async () => {
    const files = {
      'live/plan.json': plan(newKey('a'), newKey('b')),
      'examples/deep/plan.json': plan(newKey('c')),
      [config]: { ignore: { paths: ['examples/**'], subjects: ['aws_kms_key.b'] } },
    };
    await inRepository(files, async ({ run }) => {
      const ran = await run('.');
      expect(summaryOf(ran)).toBe('1 finding (1 high) · 2 ignored · 1 key judged');
      expect((await run('.', '-v')).stdout).toContain('ignored\n\n  examples\n  aws_kms_key.b\n');
      const named = await run('examples/deep/plan.json');
      expect(summaryOf(named)).toBe('0 findings · 1 ignored · 0 keys judged');
      const below = await run('in:examples', '.');
      expect(summaryOf(below)).toBe('0 findings · 1 ignored · 0 keys judged');
    });
  });

  test('hides no module that others call, and no gap of theirs', async () => {
    const files = {
      'main.tf': 'terraform {\n  backend "s3" {}\n}\nmodule "m" {\n  source = "./lib/m"\n}\n',
      'lib/m/main.tf': 'resource "aws_kms_key" "a" {}\n',
      'broken/main.tf': 'resource "aws_kms_key" "a" {\n',
      [config]: { ignore: { paths: ['lib', 'broken'] } },
    };
    await inRepository(files, async ({ run, write }) => {
      expect(await run('.')).toMatchObject({ code: 0 });
      write(config, { ignore: { paths: ['broken'] } });
      expect(summaryOf(await run('.'))).toBe('1 finding (1 high) · 1 ignored · 1 key judged');
      write(config, { ignore: { paths: ['lib'] } });
      expect(await run('.')).toMatchObject({ code: 3 });
    });
  });

  test.each([
    ['examples', true],
    ['./examples/', true],
    ['examples/**', true],
    ['**/deep', true],
    ['**/plan.json', true],
    ['ex*', true],
    ['deep', false],
    ['examples/dee', false],
  ])('a path pattern %s', async (pattern, isReached) => {
    const files = {
      'examples/deep/plan.json': plan(newKey('c')),
      [config]: { ignore: { paths: [pattern] } },
    };
    await inRepository(files, async ({ run }) => {
      expect((await run('.')).code).toBe(isReached ? 0 : 1);
      expect((await run('examples/deep/plan.json')).code).toBe(isReached ? 0 : 1);
    });
  });
});
