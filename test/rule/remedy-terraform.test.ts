import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exampleFailures } from '../support/judge/failures.ts';

// Terraform and the provider's schema read the blocks of remedies, where both are at hand.

const mirror = process.env['KMSLINT_TERRAFORM_PLUGINS'] ?? '';

function whyNot(): string | null {
  if (spawnSync('terraform', ['version']).status !== 0) return 'there is no terraform';
  const provider = join(mirror, 'registry.terraform.io', 'hashicorp', 'aws');
  if (mirror !== '' && existsSync(provider)) return null;
  return 'KMSLINT_TERRAFORM_PLUGINS names no mirror of the provider hashicorp/aws';
}

const missing = whyNot();
if (missing !== null) process.stderr.write(`skipped: ${missing}\n`);

const arn = '"arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab"';

/** What each type demands, of what a remedy changes or refers to. */
const demanded: Readonly<Record<string, string>> = {
  aws_kms_key: 'enable_key_rotation = true',
  aws_kms_external_key: '',
  aws_kms_replica_key: `primary_key_arn = ${arn}`,
  aws_kms_alias: `name = "alias/a"\n  target_key_id = ${arn}`,
  aws_kms_grant: `key_id = ${arn}\n  grantee_principal = "arn:aws:iam::111122223333:role/ExampleRole"\n  operations = ["Decrypt"]`,
  aws_kms_custom_key_store:
    'custom_key_store_name = "a"\n  cloud_hsm_cluster_id = "a"\n  key_store_password = "aaaaaaaa"\n  trust_anchor_certificate = "a"',
  aws_cloudhsm_v2_cluster: 'hsm_type = "hsm1.medium"\n  subnet_ids = ["subnet-1"]',
  aws_iam_role: 'assume_role_policy = "{}"',
};

/** The blocks that stand where a remedy goes: those that it changes, and those that it refers to. */
function surroundings(text: string, changes: string): string {
  const headsIn = (blocks: string): readonly string[] =>
    [...blocks.matchAll(/^resource "(\w+)" "([\w-]+)"/gm)].map(
      ([, type, label]) => `${type}.${label}`,
    );
  const [own, changed] = [headsIn(text), headsIn(changes)];
  const told = [...text.matchAll(/(?<![\w."])(aws_\w+)\.([\w-]+)(\[[^\]]*\])?/g)]
    .filter(([, type = '']) => Object.hasOwn(demanded, type))
    .map(([, type, label]) => `${type}.${label}`);
  const gone = new Set([...text.matchAll(/^ {2}from = (\S+)/gm)].map(([, from]) => from));
  const wanted = [...changed, ...told.filter((name) => !own.includes(name))];
  return [...new Set(wanted)]
    .filter((name) => !gone.has(name))
    .map((name) => {
      const [type = '', label = ''] = name.split('.');
      const key = new RegExp(`${type}\\.${label}\\[(\\d|")`).exec(text)?.[1];
      const meta = key === undefined ? '' : key === '"' ? 'for_each = toset([])' : 'count = 1';
      return `resource "${type}" "${label}" {\n  ${meta}\n  ${demanded[type] ?? ''}\n}\n`;
    })
    .join('');
}

interface Diagnostic {
  readonly summary: string;
  readonly detail: string;
  readonly snippet?: { readonly code: string };
}

describe.skipIf(missing !== null)('with Terraform', () => {
  const directory = mkdtempSync(join(tmpdir(), 'kmslint-remedies-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('every block is valid by the schema of the provider', { timeout: 300_000 }, async () => {
    const failures = await exampleFailures();
    const parts = new Set(
      failures.flatMap(({ finding }) =>
        (finding.remedy ?? [])
          .filter(({ language }) => language === 'hcl')
          .map(({ lines }) => `${lines.join('\n')}\n`)
          // The other provider is not at hand, and only a root module imports.
          .filter((text) => !/awscc_|^import /m.test(text)),
      ),
    );
    const calls = [...parts].map((text, i) => {
      const name = `m${i}`;
      mkdirSync(join(directory, name));
      const pieces = text.split(/(?=^# (?:change|add) )/m);
      const changes = pieces.filter((piece) => piece.startsWith('# change '));
      const added = pieces.filter((piece) => !changes.includes(piece));
      writeFileSync(join(directory, name, 'a_override.tf'), changes.join(''));
      writeFileSync(join(directory, name, 'a.tf'), added.join(''));
      const around = surroundings(text, changes.join(''));
      writeFileSync(join(directory, name, 'surroundings.tf'), around);
      const given = [...text.matchAll(/^variable "(\w+)" \{\n +type += (\w+)/gm)].map(
        ([, variable, type]) => `  ${variable} = ${type === 'list' ? '[]' : '""'}\n`,
      );
      return `module "${name}" {\n  source = "./${name}"\n${given.join('')}}\n`;
    });
    writeFileSync(join(directory, 'main.tf'), calls.join(''));
    const run = (...args: readonly string[]) =>
      spawnSync('terraform', [...args], {
        cwd: directory,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: directory, CHECKPOINT_DISABLE: '1' },
      });
    const { stderr, status } = run('init', '-backend=false', '-no-color', `-plugin-dir=${mirror}`);
    expect([stderr, status]).toEqual(['', 0]);
    expect(calls.length).toBeGreaterThan(30);
    const { diagnostics } = JSON.parse(run('validate', '-json').stdout);
    expect(
      diagnostics.map(({ summary, detail, snippet }: Diagnostic) => [
        summary,
        detail,
        snippet?.code,
      ]),
    ).toEqual([]);
    process.stderr.write(`${calls.length} pieces of configuration are valid\n`);
  });
});
