import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  readHcl,
  type HclOptions,
  type HclReading,
} from '../../../src/read/configuration/index.ts';
import type { Attribute, Json, Resource } from '../../../src/read/input/resource.ts';

/** Writes a scratch directory with the files, runs on it, and removes it. */
export async function inScratch<T>(
  files: Readonly<Record<string, string | Buffer>>,
  run: (directory: string) => T | Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'kmslint-hcl-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), content);
    }
    return await run(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Reads a scratch directory; without `environment` no TF_VAR of the machine gets in. */
export function readScratch(
  files: Readonly<Record<string, string>>,
  options: HclOptions = {},
): Promise<HclReading> {
  return inScratch(files, (directory) =>
    readHcl(directory, { cwd: directory, environment: {}, ...options }),
  );
}

/** The resource at an address, in whichever module. */
export function at(reading: HclReading, address: string): Resource {
  const found = reading.modules
    .flatMap(({ resources }) => resources)
    .find((r) => r.address === address);
  if (found === undefined) throw new Error(`there is no ${address}`);
  return found;
}

export function addresses(reading: HclReading): readonly string[] {
  return reading.modules.flatMap(({ resources }) => resources.map(({ address }) => address));
}

/** An argument of a key `k` whose text is the expression, with other blocks beside it. */
export async function evaluated(
  expression: string,
  beside = '',
  options?: HclOptions,
): Promise<Attribute> {
  const files = {
    'main.tf': `resource "aws_kms_key" "k" {\n  description = ${expression}\n}\n${beside}`,
  };
  return at(await readScratch(files, options), 'aws_kms_key.k').attribute('description');
}

const mark = '"ERR"';

/** What Terraform's console and what kmslint make of the same expressions, as JSON texts. */
export function askTerraform(expressions: readonly string[]): Promise<readonly string[]> {
  return inScratch({ 'main.tf': localsOf(expressions) }, (directory) => {
    const all = expressions.map((_, i) => `local.e${i}`).join(', ');
    const { stdout, stderr, status } = spawnSync('terraform', ['console'], {
      cwd: directory,
      input: `jsonencode([${all}])\n`,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(JSON.parse(stdout));
  });
}

export async function askKmslint(expressions: readonly string[]): Promise<readonly string[]> {
  const keys = expressions.map(
    (_, i) => `resource "aws_kms_key" "k${i}" {\n  description = local.e${i}\n}`,
  );
  const reading = await readScratch({
    'main.tf': `${localsOf(expressions)}${keys.join('\n')}`,
  });
  return expressions.map((_, i) => {
    const { value } = at(reading, `aws_kms_key.k${i}`).attribute('description');
    return value.known ? textOf(value.value) : `unknown: ${value.reason} ${value.what}`;
  });
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function localsOf(expressions: readonly string[]): string {
  return `locals {\n${expressions.map((e, i) => `  e${i} = try(jsonencode(${e}), ${mark})`).join('\n')}\n}\n`;
}

export const hasTerraform = spawnSync('terraform', ['version']).status === 0;
export const noTerraform = 'no terraform binary on the PATH';
