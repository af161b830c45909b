import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { newAlias, newKey, newRsaKey, oldKey } from '../support/judge/judge-plan.ts';
import { buildPlan, type ResourceSpec } from '../support/build/plan-builder.ts';
import { inRepository, told } from '../support/cli/repository.ts';

const plan = (...resources: readonly ResourceSpec[]) => buildPlan({ resources });
const one = { 'plan.json': plan(newKey('a'), newKey('b')) };
const config = 'kmslint.config.json';

describe('rules', () => {
  test('have the severity that the configuration gives, in every format', async () => {
    const files = { ...one, [config]: { rules: { 'rotation-disabled': 'low' } } };
    await inRepository(files, async ({ run, read }) => {
      const ran = await run('plan.json', '-f', 'json', '-f', 'sarif=out.sarif');
      expect(ran.code).toBe(0);
      expect(told(ran).summary['bySeverity']).toMatchObject({ low: 2, high: 0 });
      const [{ tool, results }] = JSON.parse(read('out.sarif')).runs;
      const rule = tool.driver.rules.find((r: { id: string }) => r.id === 'rotation-disabled');
      expect(rule.properties['security-severity']).toBe('2.0');
      expect(results.map(({ level }: { level: string }) => level)).toEqual(['note', 'note']);
      expect((await run('plan.json', '--fail-on', 'low')).code).toBe(1);
    });
  });

  test('of several severities get one', async () => {
    const gone = oldKey('a', 'id-a', { actions: ['delete'], after: null });
    const files = {
      'plan.json': plan(gone),
      [config]: { rules: { 'key-destroyed': { severity: 'info' } } },
    };
    await inRepository(files, async ({ run }) => {
      const [found] = told(
        await run('plan.json', '-f', 'json', '--rule', 'key-destroyed'),
      ).findings;
      expect(found).toMatchObject({ ruleId: 'key-destroyed', severity: 'info' });
    });
  });

  test('are off, unless the command line names them', async () => {
    const files = { ...one, '.kmslint.yaml': 'rules:\n  rotation-disabled: off\n' };
    await inRepository(files, async ({ run }) => {
      expect(await run('plan.json')).toMatchObject({ code: 0 });
      expect(await run('plan.json', '--rule', 'rotation-disabled')).toMatchObject({ code: 1 });
      expect(await run('plan.json', '--no-config')).toMatchObject({ code: 1 });
    });
  });

  test('take options', async () => {
    const key = newKey('a', { after: { enable_key_rotation: true, rotation_period_in_days: 365 } });
    const options = { options: { maxDays: 180 } };
    const files = {
      'plan.json': plan(key),
      [config]: { rules: { 'rotation-period-out-of-range': options } },
    };
    await inRepository(files, async ({ run }) => {
      expect((await run('plan.json', '--no-config')).code).toBe(0);
      expect(told(await run('plan.json', '-f', 'json')).findings).toMatchObject([
        { ruleId: 'rotation-period-out-of-range', kind: 'fail' },
      ]);
    });
  });

  test('cannot all be off', async () => {
    const rules = Object.fromEntries(ruleIds.map((id) => [id, 'off']));
    await inRepository({ ...one, [config]: { rules } }, async ({ run }) => {
      expect(await run('plan.json')).toMatchObject({
        code: 2,
        stderr: 'kmslint: no rule is left to judge by; the configuration turns all of them off\n',
      });
    });
  });
});

describe('thresholds', () => {
  const settings = { failOn: 'none', failOnOpen: true };

  test('come from the configuration, and the command line overrules it', async () => {
    await inRepository({ ...one, [config]: settings }, async ({ run }) => {
      expect((await run('plan.json')).code).toBe(0);
      expect((await run('plan.json', '--fail-on', 'medium')).code).toBe(1);
      expect((await run('plan.json', '--config', config, '--fail-on=low')).code).toBe(1);
    });
    const doubtful = newKey('a', {
      unknown: { enable_key_rotation: true, arn: true },
      expressions: { enable_key_rotation: { references: ['var.on'] } },
    });
    const { enable_key_rotation: _, ...after } = doubtful.after ?? {};
    const files = { 'plan.json': plan({ ...doubtful, after }), [config]: settings };
    await inRepository(files, async ({ run }) => {
      expect((await run('plan.json', '--no-config')).code).toBe(0);
      expect((await run('plan.json')).code).toBe(1);
      expect((await run('plan.json', '--no-fail-on-open')).code).toBe(0);
    });
  });
});

describe('conventions', () => {
  test('declared lineage makes a predecessor of a key', async () => {
    const files = {
      'plan.json': plan(
        newRsaKey('old'),
        newRsaKey('new'),
        newAlias('x', { references: ['aws_kms_key.new.key_id', 'aws_kms_key.new'] }),
      ),
      [config]: { lineage: [{ predecessor: 'aws_kms_key.old', successor: 'aws_kms_key.new' }] },
    };
    await inRepository(files, async ({ run }) => {
      const subjects = async (...more: readonly string[]) =>
        told(
          await run('plan.json', '-f', 'json', '--rule', 'manual-rotation-alias-missing', ...more),
        ).findings.map(({ subject }) => subject);
      expect(await subjects('--no-config')).toEqual(['aws_kms_key.old']);
      expect(await subjects()).toEqual([]);
    });
  });

  test('bare numbers are versions by a pattern alone', async () => {
    const aliases = ['a', 'b'].map((name, i) =>
      newAlias(`app-${i + 1}`, {
        references: [`aws_kms_key.${name}.key_id`, `aws_kms_key.${name}`],
      }),
    );
    const files = {
      'plan.json': plan(newRsaKey('a'), newRsaKey('b'), ...aliases),
      [config]: {
        versionPatterns: ['{stem}-{number}'],
        rules: { 'manual-rotation-alias-missing': { options: { scheme: 'moving' } } },
      },
    };
    await inRepository(files, async ({ run, write }) => {
      const subjects = async () =>
        told(
          await run('plan.json', '-f', 'json', '--rule', 'manual-rotation-alias-missing'),
        ).findings.map(({ subject }) => subject);
      expect(await subjects()).toEqual(['aws_kms_key.b']);
      write(config, {
        rules: { 'manual-rotation-alias-missing': { options: { scheme: 'moving' } } },
      });
      expect(await subjects()).toEqual([]);
    });
  });
});

const schema = JSON.parse(
  readFileSync(new URL('../../schema/config.schema.json', import.meta.url), 'utf8'),
);
const ruleIds = Object.keys(schema.properties.rules.properties);

test('the published schema is one, and takes what the page shows', () => {
  const ajv = new Ajv({ strict: false });
  expect(ajv.validateSchema(schema)).toBe(true);
  const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  expect(examples.length).toBeGreaterThan(0);
  for (const text of examples) expect(ajv.validate(schema, JSON.parse(text))).toBe(true);
  expect(ajv.validate(schema, { rules: { 'rotation-disable': 'off' } })).toBe(false);
});
