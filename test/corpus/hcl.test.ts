import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readHcl, type HclReading } from '../../src/read/configuration/index.ts';
import { at } from '../support/judge/hcl-oracle.ts';

const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));
const hasCorpus = existsSync(corpus);
const reason = hasCorpus ? '' : ' (skipped: ../shared/corpus is absent)';
const readings = new Map<string, Promise<HclReading>>();

function read(path: string): Promise<HclReading> {
  const directory = join(corpus, path);
  const reading = readings.get(path) ?? readHcl(directory, { cwd: directory, environment: {} });
  readings.set(path, reading);
  return reading;
}

const folders = [
  ...['phase1-b00fa7b925', 'phase2-a9387a1700', 'phase4-7dde455e19', 'phase6-cc0af5aa77'].map(
    (phase) => `hcl/authentication-api/${phase}`,
  ),
  'hcl/regula',
  'hcl/terraform-aws-kms',
  'hcl/terraform-aws-kms-key',
];

describe.skipIf(!hasCorpus)(`the corpus${reason}`, () => {
  it.each(folders)('%s is read without a gap but for registry modules', async (folder) => {
    const { modules, comments } = await read(folder);
    const resources = modules.flatMap((module) => module.resources);
    const unknowns = resources.flatMap((resource) =>
      ['enable_key_rotation', 'policy', 'target_key_id', 'name', 'key_usage'].flatMap((name) => {
        const { value } = resource.attribute(name);
        return value.known ? [] : [value.reason];
      }),
    );
    const counts = new Map<string, number>();
    for (const r of unknowns) counts.set(r, (counts.get(r) ?? 0) + 1);
    const counted = [...counts].map(([r, count]) => `${r} ${count}`);
    process.stdout.write(
      `${folder}: ${comments.size} files, ${resources.length} resources, unknown: ${counted.join(', ')}\n`,
    );
    expect(resources.length).toBeGreaterThan(0);
    expect(
      modules.flatMap(({ gaps }) => gaps).filter(({ reason: r }) => r !== 'unresolved-module'),
    ).toEqual([]);
    expect(unknowns).not.toContain('evaluation-limit');
    expect(unknowns).not.toContain('unsupported-function');
  });

  it('has the labelled HCL addresses', async () => {
    const rows = readFileSync(join(corpus, 'labels.tsv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split('\t'));
    for (const [, input, folder = '', , address = ''] of rows.filter((row) => row[1] === 'hcl')) {
      const found = (await read(folder)).modules
        .flatMap(({ resources }) => resources)
        .filter((resource) => resource.address.replace(/\[[^\]]*\]$/, '') === address);
      expect([input, address, found.length]).toEqual([input, address, 1]);
    }
  });

  it('answers the conditional alias target of a real rotation from both branches', async () => {
    const reading = await read('hcl/authentication-api/phase4-7dde455e19');
    const name = 'ipv_reverification_request_signing_key';
    const { references } = at(reading, `aws_kms_alias.${name}_alias`).attribute('target_key_id');
    expect(references.complete).toBe(true);
    expect(references.branches.flatMap(({ identities }) => identities).toSorted()).toEqual([
      `aws_kms_key.${name}`,
      `aws_kms_key.${name}_v2`,
    ]);
    const [v1, v2] = [name, `${name}_v2`].map(
      (key) => at(reading, `aws_kms_key.${key}`).attribute('policy').value,
    );
    expect(v1).toMatchObject({
      known: false,
      symbol: v2 !== undefined && !v2.known ? v2.symbol : 'one',
    });
  });
});
