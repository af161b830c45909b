import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { elementsOf, member, textMember } from '../../src/read/input/json.ts';
import type { Json } from '../../src/read/input/resource.ts';
import { fakeEstate } from '../support/aws/keys.ts';
import {
  openScanBench,
  ownAccount,
  parse,
  restoreEnvironment,
  setEnvironment,
  type ScanBench,
} from '../support/aws/run-scan.ts';

const deploy = fileURLToPath(new URL('../../deploy', import.meta.url));
const read = (...path: readonly string[]) => readFileSync(join(deploy, ...path), 'utf8');
const other = '444455556666';

let bench: ScanBench;
beforeAll(async () => {
  setEnvironment();
  bench = await openScanBench({
    estates: [ownAccount, other].map((account) =>
      fakeEstate(2, { account, kindOf: () => 'symmetric' }),
    ),
    organization: {
      accounts: [ownAccount, other].map((Id) => ({ Id, State: 'ACTIVE' })),
      below: {},
    },
    regions: { 'eu-central-1': true },
  });
});
afterAll(async () => {
  await bench.remove();
  restoreEnvironment();
});

const documentsOf = (text: string): readonly Json[] =>
  parseAllDocuments(text).map((document) => {
    expect(document.errors).toEqual([]);
    const json: Json = document.toJS();
    return json;
  });

const at = (json: Json | undefined, ...path: readonly (string | number)[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (value, name) => (typeof name === 'number' ? elementsOf(value)[name] : member(value, name)),
    json,
  );

const texts = (json: Json | undefined): readonly string[] => elementsOf(json).map(String);

test('every YAML file parses', () => {
  const files = readdirSync(deploy, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.ya?ml$/.test(name),
  );
  expect(files.length).toBeGreaterThan(2);
  for (const file of files) expect(documentsOf(read(file)).length).toBeGreaterThan(0);
});

test('the Pods of the CronJob know their parts, and their command scans', async () => {
  const job = documentsOf(read('kubernetes', 'cronjob.yaml')).find(
    (one) => textMember(one, 'kind') === 'CronJob',
  );
  const spec = at(job, 'spec', 'jobTemplate', 'spec');
  expect(at(spec, 'completionMode')).toBe('Indexed');
  const container = at(spec, 'template', 'spec', 'containers', 0);
  const count = elementsOf(at(container, 'env')).find(
    (one) => textMember(one, 'name') === 'JOB_COMPLETIONS',
  );
  expect(Number(textMember(count, 'value'))).toBe(at(spec, 'completions'));
  const args = texts(at(container, 'args')).map((arg) => arg.replace('/snapshots/$(SCAN)', 'pods'));
  const read8 = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      bench.run(args, { JOB_COMPLETION_INDEX: `${index}`, JOB_COMPLETIONS: '8' }),
    ),
  );
  expect(read8.map(({ code }) => code)).toEqual(read8.map(() => 0));
  expect(readdirSync(join(bench.directory, 'pods'))).toHaveLength(2);
});

test('the commands of the workflow record every part and judge them all', async () => {
  const [workflow] = documentsOf(read('github-actions', 'kmslint-scan.yaml'));
  const runs = (job: string) =>
    elementsOf(at(workflow, 'jobs', job, 'steps')).flatMap((step) => textMember(step, 'run') ?? []);
  const shards = elementsOf(at(workflow, 'jobs', 'record', 'strategy', 'matrix', 'shard')).map(
    Number,
  );
  expect(shards).toEqual([1, 2, 3, 4]);
  expect(JSON.stringify(workflow)).toContain('matrix.shard }}/4');
  const argumentsOf = (script: string, shard: string) =>
    script
      .replaceAll(/\\\n/g, ' ')
      .replace('"$MEMBER_ROLE"', 'arn:aws:iam::{account}:role/kmslint-read')
      .replace('"$SHARD"', shard)
      .trim()
      .split(/\s+/)
      .slice(3);
  for (const shard of shards) {
    const [script = ''] = runs('record');
    expect(script).toMatch(/^npx --yes kmslint@/);
    expect(await bench.run(argumentsOf(script, `${shard}/4`))).toMatchObject({ code: 0 });
  }
  expect(readdirSync(join(bench.directory, 'snapshots'))).toHaveLength(2);
  const judged = await bench.runPlain(argumentsOf(runs('judge')[0] ?? '', ''));
  expect(judged).toMatchObject({ code: 0, stderr: '' });
  expect(judged.stdout).toContain('keys judged');
});

test('the policies of the Terraform module are what iam-policy prints', async () => {
  const printed = async (...args: readonly string[]) =>
    parse((await bench.runPlain(['iam-policy', '--all-regions', ...args])).stdout);
  const role = 'arn:aws:iam::{account}:role/kmslint-read';
  const batch = parse(read('aws-batch', 'iam-policy.json'));
  expect(batch).toEqual(await printed('--org', '--assume-role', role));
  expect(parse(read('aws-batch', 'member-role', 'iam-policy.json'))).toEqual(await printed());
});

test('the arguments of the Terraform module scan', async () => {
  const source = read('aws-batch', 'batch.tf');
  const [, list = ''] = /command = concat\(\s*\[([^\]]*)\]/.exec(source) ?? [];
  const args = list.split(',').map((one) => one.trim().replaceAll('"', ''));
  const command = args.map((one) =>
    one === 'local.member_role' ? 'arn:aws:iam::{account}:role/kmslint-read' : one,
  );
  const more = ['--snapshot-dir', 'batch', '--format', 'json', '--fail-on', 'none'];
  expect(read('aws-batch', 'variables.tf')).toContain('["--format", "json", "--fail-on", "none"]');
  const env = { AWS_BATCH_JOB_ARRAY_INDEX: '0', AWS_BATCH_JOB_ARRAY_SIZE: '1' };
  expect(await bench.run([...command, ...more], env)).toMatchObject({ code: 0 });
});

test('kmslint judges the Terraform module without findings', async () => {
  const judged = await bench.runPlain([
    join(deploy, 'aws-batch'),
    '-f',
    'json',
    '--fail-on',
    'info',
    '--fail-on-open',
  ]);
  expect(member(parse(judged.stdout), 'summary')).toMatchObject({
    keys: 1,
    fail: 0,
    open: 0,
    gaps: 0,
  });
  expect(judged.code).toBe(0);
});

test('the image runs without root and with no more than the bundle', () => {
  const last =
    read('docker', 'Dockerfile')
      .split(/^FROM /m)
      .at(-1) ?? '';
  expect(last).toMatch(/^USER 1000:1000$/m);
  expect(last).not.toMatch(/npm (?:ci|install)/);
  expect(last.indexOf('USER 1000')).toBeLessThan(last.indexOf('ENTRYPOINT'));
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
