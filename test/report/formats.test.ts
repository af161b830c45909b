import { readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formats as names } from '../../src/report/index.ts';
import { setUp, type Workbench } from '../support/cli/cli-process.ts';
import { newKey, oldKey } from '../support/judge/judge-plan.ts';
import { buildPlan } from '../support/build/plan-builder.ts';
import {
  junitErrors,
  readCsv,
  readMarkdown,
  workflowCommands,
} from '../support/report/report-readers.ts';
import { eventErrors } from '../support/report/ocsf-events.ts';
import { codeQuality, securityFindings } from '../support/report/report-schemas.ts';
import { errorsOf } from '../support/report/sarif-samples.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await setUp();
  const rules = fileURLToPath(new URL('../../rules', import.meta.url));
  symlinkSync(rules, join(dirname(bench.bin), '../rules'));
  const old = oldKey('old', '1234abcd-12ab-34cd-56ef-1234567890ab');
  bench.write('plan.json', JSON.stringify(buildPlan({ resources: [newKey('new'), old] })));
});
afterAll(() => bench.remove());

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
formats.default(ajv);
const schema = JSON.parse(
  readFileSync(new URL('../../schema/report.schema.json', import.meta.url), 'utf8'),
);

function schemaErrors(shape: object, text: string): readonly string[] {
  const validate = ajv.compile(shape);
  validate(JSON.parse(text));
  return (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`);
}

test('one run writes all formats at once, each valid', async () => {
  const files = ['sarif', 'junit', 'gitlab', 'asff', 'ocsf', 'json', 'markdown', 'csv'];
  const targets = files.flatMap((format) => ['-f', `${format}=out.${format}`]);
  const { code, stdout, stderr } = bench.run(['plan.json', '-f', 'github', ...targets]);
  const read = (format: string): string =>
    readFileSync(join(bench.directory, `out.${format}`), 'utf8');
  expect(code).toBe(1);
  expect(stderr).toBe(
    'kmslint: asff leaves out 1 finding without a known account and Region\n' +
      'kmslint: ocsf gives 2 findings the time 0 (1970-01-01): no input tells one\n',
  );

  expect(workflowCommands(stdout).map(({ command }) => command)).toEqual(['error', 'error']);
  expect(errorsOf(JSON.parse(read('sarif')))).toEqual([]);
  expect(await junitErrors(read('junit'))).toEqual([]);
  expect(schemaErrors(codeQuality, read('gitlab'))).toEqual([]);
  expect(schemaErrors(securityFindings, read('asff'))).toEqual([]);
  expect(schemaErrors(schema, read('json'))).toEqual([]);
  const events = read('ocsf').trimEnd().split('\n');
  expect(events.map((line) => eventErrors(JSON.parse(line)))).toEqual([[], []]);

  const subjects = ['aws_kms_key.new', 'aws_kms_key.old'];
  const told = (members: readonly { subject: string }[]) => members.map(({ subject }) => subject);
  expect(told(JSON.parse(read('json')).findings)).toEqual(subjects);
  expect(told(JSON.parse(read('json')).keys)).toEqual(subjects);
  expect(JSON.parse(read('sarif')).runs[0].results).toHaveLength(2);
  expect(JSON.parse(read('gitlab'))).toHaveLength(2);
  expect(JSON.parse(read('asff'))).toMatchObject([{ AwsAccountId: '111122223333' }]);
  expect(read('junit')).toContain('tests="3" failures="2"');
  expect(readCsv(read('csv'))).toHaveLength(3);
  expect(readMarkdown(read('markdown')).code).toEqual(expect.arrayContaining(subjects));
});

test('every format is written, the same on every run but for the dates of asff', () => {
  for (const format of names) {
    const first = bench.run(['plan.json', '-f', format, '--run-id', 'run-1']);
    // A plan is no scan.
    expect([first.code, first.stdout === '']).toEqual([1, format === 'scans']);
    if (format === 'asff') continue;
    expect(bench.run(['plan.json', '-f', format, '--run-id', 'run-1']).stdout).toBe(first.stdout);
  }
});

test('the page of formats lists each of them', () => {
  const page = readFileSync(new URL('../../docs/formats.md', import.meta.url), 'utf8');
  expect([...page.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name)).toEqual(
    expect.arrayContaining([...names]),
  );
});
