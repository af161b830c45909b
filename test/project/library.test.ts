import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check, InputError, readPlan, rules, UserError } from '../../src/index.ts';
import { newKey } from '../support/judge/judge-plan.ts';
import { buildPlan } from '../support/build/plan-builder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const compiler = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin',
  'tsc',
);
const demo = readFileSync(join(root, 'fixtures', 'demo', 'plan.json'), 'utf8');
const [, example = ''] =
  /## Library\n\n```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];

describe('in process', () => {
  test('a plan is read from text and from an object alike', () => {
    const [fromText, fromObject] = [demo, JSON.parse(demo)].map((plan) =>
      check(readPlan(plan).present),
    );
    expect(fromText?.filter(({ kind }) => kind === 'fail').length).toBeGreaterThan(3);
    expect(fromObject).toEqual(fromText);
  });

  test('without a state before, nothing is said about changes', () => {
    const { present, prior } = readPlan(demo);
    const destroyed = (more: Parameters<typeof check>[1]) =>
      check(present, more).filter(
        ({ ruleId, kind }) => ruleId === 'key-destroyed' && kind === 'fail',
      );
    expect(destroyed({ prior })).toHaveLength(1);
    expect(destroyed({})).toHaveLength(0);
  });

  test('rules and their options can be chosen, and are checked', () => {
    const on = { after: { enable_key_rotation: true, rotation_period_in_days: 365 } };
    const { present } = readPlan(buildPlan({ resources: [newKey('k', on)] }));
    const period = rules.filter(({ id }) => id === 'rotation-period-out-of-range');
    const kinds = (options: object) =>
      check(present, { rules: period, optionsOf: () => ({ ...options }) }).map(({ kind }) => kind);
    const names = Object.keys(period[0]?.options?.properties ?? {});
    const option = names.find((name) => /max/i.test(name)) ?? '';
    expect(kinds({})).toEqual(['pass']);
    expect(kinds({ [option]: 180 })).toEqual(['fail']);
    expect(() => kinds({ maximal: 1 })).toThrow(UserError);
  });

  test('what is no plan is refused in one line', () => {
    expect(() => readPlan('{"format_version": "2.0"}', 'mine.json')).toThrow(InputError);
    expect(() => readPlan([], 'mine.json')).toThrow(
      /^mine\.json: the JSON is not an object[^\n]*$/,
    );
    expect(() => readPlan('')).toThrow(/^plan\.json: the file is empty/);
  });
});

describe('as a package', () => {
  let consumer: string;
  beforeAll(async () => {
    consumer = mkdtempSync(join(tmpdir(), 'kmslint-library-'));
    const installed = join(consumer, 'node_modules', 'kmslint');
    mkdirSync(installed, { recursive: true });
    symlinkSync(join(root, 'node_modules', '@types'), join(consumer, 'node_modules', '@types'));
    copyFileSync(join(root, 'package.json'), join(installed, 'package.json'));
    await build({
      absWorkingDir: root,
      entryPoints: { index: 'src/index.ts' },
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      target: 'node20.19',
      outdir: join(installed, 'dist'),
      logLevel: 'error',
    });
    execFileSync(process.execPath, [
      compiler,
      '-p',
      join(root, 'tsconfig.build.json'),
      '--outDir',
      join(installed, 'dist', 'types'),
    ]);
    writeFileSync(join(consumer, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(consumer, 'plan.json'), demo);
  });
  afterAll(() => rmSync(consumer, { recursive: true, force: true }));

  test('the example of the README runs', () => {
    expect(example).toContain("from 'kmslint'");
    writeFileSync(join(consumer, 'example.js'), example);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['example.js'], {
      cwd: consumer,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^fail key-destroyed aws_kms_key\.ledger: the plan replaces the key/m);
    expect(stdout).toMatch(/^open rotation-disabled aws_kms_key\.reports: cannot tell/m);
  });

  /** What a strict compiler says of a consumer. */
  const complaints = (text: string): string => {
    writeFileSync(join(consumer, 'consumer.ts'), text);
    const options = '--noEmit --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess';
    const more = '--module nodenext --target es2023 --types node --pretty false consumer.ts';
    const { stdout } = spawnSync(process.execPath, [compiler, ...`${options} ${more}`.split(' ')], {
      cwd: consumer,
      encoding: 'utf8',
    });
    return stdout;
  };

  test('its types satisfy a strict consumer, and catch a mistake', () => {
    expect(complaints(example)).toBe('');
    const typed = `
      import { check, readPlan, rules, type CheckOptions, type Finding, type Key, type Rule } from 'kmslint';
      const options: CheckOptions = { rules: rules.slice(0, 2) };
      const findings: readonly Finding[] = check(readPlan({}).present, options);
      const first: Rule | undefined = rules[0];
      const keys: readonly Key[] = readPlan('').prior.keys;
      export const told = findings.map(({ severity }): 'low' | 'medium' | 'high' | 'critical' | 'info' => severity);
      export { first, keys };`;
    expect(complaints(typed)).toBe('');
    expect(complaints(`import { check } from 'kmslint';\ncheck('plan.json');`)).toContain('TS2345');
  });
});
