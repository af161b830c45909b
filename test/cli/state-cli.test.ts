import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compareText } from '../../src/text/compare.ts';
import { judged, key, kmslint } from '../support/cli/run-main.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';

type Json = { readonly [member: string]: unknown };

function keyValues(id: string, more: Json = {}): Json {
  return {
    arn: `arn:aws:kms:eu-west-1:111122223333:key/${id}`,
    customer_master_key_spec: 'SYMMETRIC_DEFAULT',
    enable_key_rotation: false,
    id,
    is_enabled: true,
    key_id: id,
    key_usage: 'ENCRYPT_DECRYPT',
    policy: '',
    tags: {},
    ...more,
  };
}

/** A raw state with one key `k`. */
function state(id: string, more: Json = {}, top: Json = {}): string {
  return JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial: 3,
    lineage: `lineage-of-${id}`,
    outputs: {},
    resources: [
      {
        mode: 'managed',
        type: 'aws_kms_key',
        name: 'k',
        provider: 'provider["registry.terraform.io/hashicorp/aws"]',
        instances: [{ attributes: keyValues(id, more) }],
      },
    ],
    check_results: null,
    ...top,
  });
}

const sorted = (text: string): string =>
  JSON.stringify(
    Object.fromEntries(Object.entries(JSON.parse(text)).toSorted(([a], [b]) => compareText(a, b))),
  );

const rule = ['--rule', 'rotation-disabled', '-f', 'json', '--no-config'];

async function told(files: Readonly<Record<string, string>>, argv: readonly string[]) {
  const { out, err, code } = await judged(files, [...argv, ...rule]);
  expect(err).toBe('');
  const report = JSON.parse(out);
  return { code, report, gaps: report.gaps, findings: report.findings, keys: report.summary.keys };
}

describe('states', () => {
  test('in a directory are found by content, whatever they are called', async () => {
    const files = {
      'a/terraform.tfstate': state('1'),
      'b/state.json': sorted(state('2')),
      'c/env': state('3'),
      'd/shown.json': JSON.stringify({
        format_version: '1.0',
        terraform_version: '1.11.4',
        values: { root_module: { resources: [] } },
      }),
      'e/terraform.tfstate.backup': state('4'),
      'f/.terraform/terraform.tfstate': state('5'),
      'g/pointer.tfstate': '{"version":3,"terraform_version":"1.11.4","backend":{"type":"s3"}}',
    };
    const { keys, findings, gaps, report } = await told(files, ['.']);
    expect(keys).toBe(3);
    expect(gaps).toEqual([]);
    expect(findings.map(({ source, subject }: Json) => [source, subject])).toEqual(
      Array.from({ length: 3 }, () => ['state', 'aws_kms_key.k']),
    );
    const prints = findings.map(({ fingerprint }: Json) => fingerprint);
    expect(new Set(prints).size).toBe(3);
    const schema = readFileSync(
      new URL('../../schema/report.schema.json', import.meta.url),
      'utf8',
    );
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(schema));
    expect(validate(report)).toBe(true);
  });

  test('that cannot be read are gaps, and the others are judged', async () => {
    const files = {
      'a.tfstate': state('1'),
      'b.tfstate':
        '{"serial":1,"lineage":"x","meta":{},"encrypted_data":"A","encryption_version":"v0"}',
      'c.tfstate': '{"version":3,"serial":1,"lineage":"x","modules":[]}',
    };
    const { findings, gaps } = await told(files, ['.']);
    expect(findings).toHaveLength(1);
    expect(gaps.map(({ what }: { what: string }) => what.split(';')[0])).toEqual([
      'b.tfstate: this is an encrypted OpenTofu state',
      expect.stringContaining('c.tfstate: this is a state of version 3'),
    ]);
  });

  test('of one lineage are one: the latest is judged, the others are told', async () => {
    const files = {
      'new.tfstate': state('1', { enable_key_rotation: true }, { serial: 4 }),
      'old.tfstate': state('1'),
    };
    const { findings, gaps, keys } = await told(files, ['.']);
    expect([findings.length, gaps.length, keys]).toEqual([0, 1, 1]);
    expect(gaps[0].what).toContain('old.tfstate: another state of the same root module');
  });

  test('keep the fingerprints of their findings where they are moved', async () => {
    const print = async (path: string) =>
      (await told({ [path]: state('1') }, [path])).findings[0].fingerprint;
    expect(await print('a.tfstate')).toBe(await print('b/c.tfstate'));
  });

  test('that do not tell their lineage keep their findings apart', async () => {
    const shown = JSON.stringify({
      format_version: '1.0',
      terraform_version: '1.11.4',
      values: {
        root_module: {
          resources: [
            {
              address: 'aws_kms_key.k',
              mode: 'managed',
              type: 'aws_kms_key',
              values: keyValues('1'),
            },
          ],
        },
      },
    });
    const { findings } = await told({ 'a.json': shown, 'b.json': shown }, ['.']);
    expect(findings).toHaveLength(2);
    expect(new Set(findings.map(({ fingerprint }: Json) => fingerprint)).size).toBe(2);
  });

  test('come from standard input too, as `state pull` prints them', async () => {
    const { out } = await inScratch({}, (directory) =>
      kmslint(directory, ['-', '--no-config'], {}, state('1')),
    );
    expect(out).toContain('rotation-disabled  #/resources/0/instances/0/attributes');
  });
});

describe('a state beside its configuration', () => {
  const on = key('enable_key_rotation = true');

  test('tells the same fault once, and the key once', async () => {
    const files = { 'main.tf': key(''), 'terraform.tfstate': state('1') };
    const { findings, keys } = await told(files, ['.']);
    expect(findings.map(({ source }: Json) => source)).toEqual(['hcl']);
    expect(keys).toBe(1);
  });

  test('tells what the code has mended and nobody applied', async () => {
    const files = { 'main.tf': on, 'terraform.tfstate': state('1') };
    const { findings, keys } = await told(files, ['.']);
    expect(findings.map(({ source }: Json) => source)).toEqual(['state']);
    expect(keys).toBe(1);
  });
});

describe('--previous', () => {
  const turned = ['--rule', 'rotation-turned-off', '--no-config'];
  const on = state('1', { enable_key_rotation: true }, { serial: 2 });

  test('takes an earlier state', async () => {
    const files = { 'now.tfstate': state('1'), 'old/x.tfstate': on };
    const { out } = await judged(files, ['now.tfstate', '--previous', 'old', ...turned]);
    expect(out).toContain('rotation was on and is turned off');
  });

  test.each([
    ['a later one', state('1', {}, { serial: 9 }), 'names no state that is earlier'],
    ['a plan', '{"format_version":"1.2","planned_values":{}}', 'no snapshot and no state found'],
  ])('refuses %s', async (_, other, message) => {
    const files = { 'now.tfstate': state('1'), 'x.json': other };
    const { code, err } = await judged(files, ['now.tfstate', '--previous', 'x.json', ...turned]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
