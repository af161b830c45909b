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

test('the joint report of the Job is judged from what the Pods recorded', async () => {
  const [job] = documentsOf(read('kubernetes', 'job.yaml'));
  const args = texts(at(job, 'spec', 'template', 'spec', 'containers', 0, 'args')).map((arg) =>
    arg.replace('/snapshots/kmslint-record-29393297', 'pods'),
  );
  expect(await bench.runPlain(args)).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(readdirSync(join(bench.directory, 'pods-pages'))).toContain('index.html');
  expect(rowsOf('pods.keys.ndjson')).toBe(4);
  expect(rowsOf('pods.scans.ndjson')).toBe(2);
});

const rowsOf = (name: string) =>
  readFileSync(join(bench.directory, name), 'utf8').split('\n').filter(Boolean).length;

/** What a step or a job runs of kmslint, as the words behind its name. */
const wordsOf = (script: string, variables: Readonly<Record<string, string>>) =>
  Object.entries({ '\\\n': ' ', ...variables })
    .reduce((text, [name, value]) => text.replaceAll(name, value), script)
    .trim()
    .split(/\s+/)
    .slice(1);
const memberRole = 'arn:aws:iam::{account}:role/kmslint-read';

test('the commands of the workflow record every part and judge them all', async () => {
  const [workflow] = documentsOf(read('github-actions', 'kmslint-scan.yaml'));
  const runs = (job: string) =>
    elementsOf(at(workflow, 'jobs', job, 'steps')).flatMap((step) => textMember(step, 'run') ?? []);
  const shards = elementsOf(at(workflow, 'jobs', 'record', 'strategy', 'matrix', 'shard')).map(
    Number,
  );
  expect(shards).toEqual([1, 2, 3, 4]);
  expect(JSON.stringify(workflow)).toContain('matrix.shard }}/4');
  for (const shard of shards) {
    const words = wordsOf(runs('record')[1] ?? '', {
      '"$MEMBER_ROLE"': memberRole,
      '"$SHARD"': `${shard}/4`,
    });
    expect(await bench.run(words)).toMatchObject({ code: 0 });
  }
  const judged = await bench.runPlain(wordsOf(runs('judge')[1] ?? '', {}));
  expect(judged).toMatchObject({ code: 0, stderr: '' });
  expect(judged.stdout).toContain('4 keys judged');
  expect(rowsOf('report/keys.ndjson')).toBe(4);
});

test('the jobs of GitLab record every part and judge them all', async () => {
  const [file] = documentsOf(read('gitlab', 'kmslint-scan.gitlab-ci.yml'));
  const [count, directory] = [Number(at(file, 'kmslint-record', 'parallel')), 'gitlab'];
  const script = (job: string) =>
    texts(at(file, job, 'script')).find((line) => line.startsWith('kmslint ')) ?? '';
  const names = {
    '"$KMSLINT_MEMBER_ROLE"': memberRole,
    ' snapshots': ` ${directory}`,
    'report/': 'gitlab-report/',
  };
  for (const index of Array.from({ length: count }, (_, i) => `${i + 1}`)) {
    const env = { CI_NODE_INDEX: index, CI_NODE_TOTAL: `${count}` };
    expect(await bench.run(wordsOf(script('kmslint-record'), names), env)).toMatchObject({
      code: 0,
    });
  }
  const judged = await bench.runPlain(wordsOf(script('kmslint-judge'), names));
  expect(judged).toMatchObject({ code: 0, stderr: '' });
  expect(rowsOf('gitlab-report/keys.ndjson')).toBe(4);
});

test('nothing runs a package by its bare name, and actions are pinned to commits', () => {
  for (const path of [
    'github-actions/kmslint-scan.yaml',
    'gitlab/kmslint-scan.gitlab-ci.yml',
    'kubernetes/cronjob.yaml',
  ]) {
    const text = read(path);
    expect(text).not.toMatch(/\bnpx\b|npm (?:exec|x)\b/);
    for (const [, what] of text.matchAll(/npm install (.*)$/gm)) {
      expect(what).toBe('--global --no-audit --no-fund "${KMSLINT_PACKAGE:?}"');
    }
    for (const [line] of text.matchAll(/uses: .*$/gm))
      expect(line).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    for (const [line] of text.matchAll(/image: registry.*$/gm))
      expect(line).toMatch(/@sha256:[0-9a-f]{64}$/);
  }
});

test('no text names an image of ours by a version that nobody turns', () => {
  const files = readdirSync(deploy, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'));
  expect(files.length).toBeGreaterThan(20);
  for (const text of files) expect(text).not.toMatch(/\bkmslint(?:-batch)?:v?\d/);
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
