import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { locateFindings } from '../../src/read/locate.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';
import { buildPlan } from '../support/build/plan-builder.ts';
import { judgePlan, newKey } from '../support/judge/judge-plan.ts';
import { judged, key, kmslint } from '../support/cli/run-main.ts';

const demo = fileURLToPath(new URL('../../fixtures/demo/', import.meta.url));

const plan = JSON.stringify(buildPlan({ resources: [newKey('k')] }));

describe('a plan', () => {
  const places = async (files: Readonly<Record<string, string>>, argv: readonly string[]) => {
    const told = await judged(files, [...argv, '-f', 'json', '--rule', 'rotation-disabled']);
    const { findings, gaps } = JSON.parse(told.out);
    expect(gaps).toEqual([]);
    return findings.map(
      ({ source, location }: { source: string; location: { source: unknown } }) => [
        source,
        location.source,
      ],
    );
  };

  test.each([
    ['no configuration', {}, null],
    ['the block', { 'main.tf': `\n${key('')}` }, { path: 'main.tf', line: 2, column: 1 }],
    [
      'the argument',
      { 'main.tf': key('  enable_key_rotation = false') },
      { path: 'main.tf', line: 2, column: 3 },
    ],
    ['another key', { 'main.tf': key('').replace('"k"', '"other"') }, null],
    ['a broken file', { 'main.tf': 'resource "aws_kms_key" "k" {' }, null],
  ])('beside %s', async (_, files, place) => {
    const [[source, at]] = await places({ ...files, 'plan.json': plan }, ['plan.json']);
    expect(source).toBe('plan');
    if (place === null) expect(at).toBeNull();
    else expect(at).toMatchObject(place);
  });

  test('on standard input has its configuration in the working directory, modules too', async () => {
    const spec = newKey('k', { module: 'module.m["x.y"]', index: 0 });
    const text = JSON.stringify(buildPlan({ resources: [spec], modules: [{ path: 'm' }] }));
    const files = {
      'main.tf': 'module "m" {\n  source = "./mod"\n}\n',
      'mod/kms.tf': `\n\n${key('')}`,
    };
    const { out } = await inScratch({ '.git/HEAD': '', ...files }, (directory) =>
      kmslint(directory, ['-'], {}, text),
    );
    expect(out).toContain('rotation-disabled  mod/kms.tf:3:1');
    expect(out).toContain('3 | resource "aws_kms_key" "k" {');
  });

  test('and its configuration are judged once: the plan’s verdict, the source’s line', async () => {
    await inScratch({}, async (directory) => {
      for (const file of ['plan.json', 'source/main.tf']) {
        copyFileSync(join(demo, file), join(directory, basename(file)));
      }
      const told = async (input: string) => {
        const report = JSON.parse((await kmslint(directory, [input, '-f', 'json'])).out);
        return { findings: report.findings, keys: report.summary.keys, listed: report.keys.length };
      };
      const both = await told('.');
      expect(both).toEqual(await told('plan.json'));
      expect(both).toMatchObject({ keys: 8, listed: 8 });
      for (const { source, location } of both.findings) {
        expect([source, location.source?.path]).toEqual(['plan', 'main.tf']);
      }
    });
  });

  test('is waived by a comment as the configuration is, unless --no-inline-suppressions', async () => {
    const waiver = '# kmslint:ignore rotation-disabled -- short-lived test key\n';
    const files = { 'main.tf': `${waiver}${key('')}`, 'plan.json': plan };
    for (const input of ['main.tf', 'plan.json']) {
      const waived = await judged(files, [input]);
      expect(waived).toMatchObject({ code: 0, err: '' });
      expect(waived.out).toContain('1 suppressed');
      const firm = await judged(files, [input, '--no-inline-suppressions']);
      expect(firm).toMatchObject({ code: 1 });
      expect(firm.out).not.toContain('suppressed');
    }
  });

  test('keeps its findings where the configuration cannot be looked into', async () => {
    await inScratch({ 'main.tf': key(''), 'plan.json': plan }, async (directory) => {
      const path = join(directory, 'plan.json');
      const unlocated = judgePlan(JSON.parse(plan)).findings.map((finding) => ({
        ...finding,
        location: { ...finding.location, path },
      }));
      const { findings } = await locateFindings(
        unlocated,
        [{ id: 'plan.json', rootModule: null, directory }],
        join(directory, 'vanished'),
      );
      expect(findings).toEqual(unlocated);
    });
  });

  test('lies beside no root module where only hidden files do', async () => {
    await inScratch({ '.git/HEAD': '' }, async (directory) => {
      mkdirSync(join(directory, 'p'));
      writeFileSync(join(directory, 'p', '._main.tf'), '\u0000');
      writeFileSync(join(directory, 'p', 'plan.json'), plan);
      expect(await kmslint(directory, ['p'])).toMatchObject({ code: 1, err: '' });
    });
  });
});
