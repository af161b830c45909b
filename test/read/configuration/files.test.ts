import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHcl } from '../../../src/read/configuration/index.ts';
import { addresses, at, inScratch, readScratch } from '../../support/judge/hcl-oracle.ts';

const key = (body = '', name = 'k') => `resource "aws_kms_key" "${name}" {\n${body}\n}\n`;

describe('files', () => {
  it('places an argument at its line and column, an absent one at its block', async () => {
    const reading = await readScratch({
      'kms.tf': '# é\nresource "aws_kms_key" "k" {\n  enable_key_rotation = false\n}\n',
    });
    const resource = at(reading, 'aws_kms_key.k');
    expect(resource.attribute('enable_key_rotation').value).toMatchObject({
      known: true,
      value: false,
      at: { path: 'kms.tf', line: 3, column: 3, endLine: 3, endColumn: 30 },
    });
    expect(resource.attribute('policy').value).toMatchObject({
      value: null,
      from: 'default',
      at: { line: 2, column: 1 },
    });
    expect(resource.attribute('policy').written).toMatchObject({ value: false });
  });

  it('merges overrides, and lets a .tofu hide its .tf', async () => {
    const reading = await readScratch({
      'a.tf': key('description = "hidden"'),
      'a.tofu': key('description = "base"\n  lifecycle {\n    ignore_changes = [tags]\n  }'),
      'a_override.tf': key('description = "over"\n  lifecycle {\n    prevent_destroy = true\n  }'),
      'override.tf.json': JSON.stringify({
        resource: { aws_kms_key: { k: { key_usage: 'SIGN_VERIFY' } } },
      }),
    });
    const resource = at(reading, 'aws_kms_key.k');
    expect(resource.attribute('description').value).toMatchObject({ value: 'over' });
    expect(resource.attribute('key_usage').value).toMatchObject({ value: 'SIGN_VERIFY' });
    expect(resource.attribute('tags').value).toMatchObject({ reason: 'ignored-changes' });
  });

  it('reads the JSON syntax, with templates and places', async () => {
    const reading = await readScratch({
      'main.tf.json':
        '{\n  "locals": {"n": 1},\n  "resource": {"aws_kms_key": {"k": {\n    "description": "a${local.n}b",\n    "rotation_period_in_days": "${local.n + 89}"\n  }}}\n}',
    });
    const resource = at(reading, 'aws_kms_key.k');
    expect(resource.attribute('description').value).toMatchObject({
      value: 'a1b',
      at: { line: 4, column: 5 },
    });
    expect(resource.attribute('rotation_period_in_days').value).toMatchObject({ value: 90 });
  });

  it('makes a gap of a syntax error, with its place, and reads the rest', async () => {
    const reading = await readScratch({
      'bad.tf': 'resource "aws_kms_key" "x" {\n  a = = 1\n}\n',
      'good.tf': key(),
    });
    expect(addresses(reading)).toEqual(['aws_kms_key.k']);
    expect(reading.modules[0]?.gaps).toMatchObject([
      {
        reason: 'unreadable-input',
        what: expect.stringContaining('Invalid expression'),
        at: { path: 'bad.tf', line: 2 },
      },
    ]);
  });

  it('makes a gap of two resources with one address', async () => {
    const reading = await readScratch({ 'a.tf': key(), 'b.tf': key() });
    expect(addresses(reading)).toEqual(['aws_kms_key.k']);
    expect(reading.modules[0]?.gaps).toMatchObject([
      { reason: 'conflicting-declarations', at: { path: 'b.tf' } },
    ]);
  });

  it('survives a file that overwhelms the parser', async () => {
    const deep = `locals {\n  a = ${'['.repeat(1000)}${']'.repeat(1000)}\n}\n`;
    const reading = await readScratch({
      'deep.tf': deep,
      'a.tf': key(),
      'huge.tf': `# ${'x'.repeat(1 << 20)}`,
    });
    expect(addresses(reading)).toEqual(['aws_kms_key.k']);
    expect(reading.modules[0]?.gaps.map(({ reason, at: place }) => [reason, place.path])).toEqual([
      ['evaluation-limit', 'deep.tf'],
      ['unreadable-input', 'huge.tf'],
    ]);
  });

  it('reads BOM, CRLF, empty files and files without a final newline', async () => {
    const crlf = '\u{feff}resource "aws_kms_key" "k" {\r\n  enable_key_rotation = true\r\n}';
    const reading = await readScratch({ 'a b%20.tf': crlf, 'empty.tf': '' });
    expect(at(reading, 'aws_kms_key.k').attribute('enable_key_rotation').value).toMatchObject({
      value: true,
      at: { line: 2, column: 3 },
    });
    expect(reading.modules[0]?.gaps).toEqual([]);
  });

  it('reads nothing outside of the root', async () => {
    await inScratch(
      { 'outside/secret.txt': 'secret', 'outside/kms/main.tf': key() },
      async (directory) => {
        const root = join(directory, 'root');
        mkdirSync(join(root, '.git'), { recursive: true });
        symlinkSync(join(directory, 'outside/secret.txt'), join(root, 'link.txt'));
        symlinkSync(join(directory, 'outside/kms/main.tf'), join(root, 'link.tf'));
        const module = 'module "kms" {\n  source = "../outside/kms"\n}\n';
        writeFileSync(
          join(root, 'main.tf'),
          `${module}${key('description = file("link.txt")\n  policy = file("../outside/secret.txt")')}`,
        );
        const reading = await readHcl(root, { cwd: root, environment: {} });
        expect(addresses(reading)).toEqual(['aws_kms_key.k']);
        const resource = at(reading, 'aws_kms_key.k');
        for (const name of ['description', 'policy']) {
          expect(resource.attribute(name).value).toMatchObject({
            known: false,
            reason: 'unreadable-input',
          });
        }
        expect(reading.modules[0]?.gaps.map(({ reason }) => reason)).toEqual([
          'unreadable-input',
          'unresolved-module',
        ]);
        expect(JSON.stringify(reading)).not.toContain('"secret"');
      },
    );
  });

  it('makes a gap of a pipe instead of waiting for it', async () => {
    await inScratch({ 'a.tf': key() }, async (directory) => {
      spawnSync('mkfifo', [join(directory, 'pipe.tf')]);
      const reading = await readHcl(directory, { cwd: directory, environment: {} });
      expect(reading.modules[0]?.gaps).toMatchObject([
        { reason: 'unreadable-input', what: 'pipe.tf: it is not a regular file' },
      ]);
    });
  });

  it('yields comments with the blocks that they apply to', async () => {
    const source =
      '# free\n\n# above\nresource "aws_kms_key" "k" {\n  # inside\n  is_enabled = true // beside\n}\n';
    const { comments } = await readScratch({ 'a.tf': source });
    expect(
      comments.get('a.tf')?.map(({ text, ownLine, block }) => [text, ownLine, block?.line ?? null]),
    ).toEqual([
      ['# free', true, null],
      ['# above', true, 4],
      ['# inside', true, 4],
      ['// beside', false, 4],
    ]);
  });
});

it('parses nothing where nothing names KMS', async () => {
  const { modules, comments } = await readScratch({
    'main.tf': 'resource "aws_s3_bucket" "b" {\n  x = = 1\n}\n',
  });
  expect([modules, comments.size]).toEqual([[], 0]);
});
