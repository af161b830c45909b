import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { allow, newArn, oldArn, role, textOfPolicy } from '../support/build/policies.ts';

const directory = mkdtempSync(join(tmpdir(), 'kmslint-policy-diff-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const use = allow({ AWS: role('a') }, ['kms:Encrypt', 'kms:Decrypt'], { Sid: 'Use the key' });
const less = allow({ AWS: role('a') }, 'kms:Decrypt');
const full = textOfPolicy([use]);

function write(name: string, text: string): string {
  writeFileSync(join(directory, name), text);
  return name;
}

async function run(args: readonly string[], stdin = '') {
  const out = { stdout: '', stderr: '' };
  const code = await main(['policy-diff', ...args], {
    stdin: (async function* input() {
      yield Buffer.from(stdin);
    })(),
    stdout: { write: (text: string) => (out.stdout += text) },
    stderr: { write: (text: string) => (out.stderr += text) },
    directory,
    env: {},
  });
  return { code, ...out };
}

const [old, covered, lost] = [
  write('old.json', full),
  write('covered.json', textOfPolicy([allow({ AWS: role('b') }, 'kms:Sign'), use])),
  write('lost.json', textOfPolicy([less])),
];

describe('policy-diff', () => {
  it('is silent about losses where there are none, and tells what is gained', async () => {
    const { code, stdout } = await run([old, covered]);
    expect(code).toBe(0);
    expect(stdout).toContain('the new policy gives all that the old one gave');
    expect(stdout).toContain(`gains:\n  1:38 statement 1: Allow kms:Sign for ${role('b')}`);
    expect(stdout).not.toContain('loses');
  });

  it('names what is lost', async () => {
    const { code, stdout } = await run([old, lost]);
    expect(code).toBe(1);
    expect(stdout).toContain(`loses:\n  1:38 "Use the key": Allow kms:Encrypt for ${role('a')}`);
  });

  it.each(['markdown', 'html'])('puts both side by side as %s', async (format) => {
    const { code, stdout } = await run([old, lost, '-f', format]);
    expect(code).toBe(1);
    const plain = stdout.replaceAll('&#58;', ':');
    expect(plain).toContain(`Allow kms:Encrypt, kms:Decrypt for ${role('a')}`);
    expect(plain).toContain(`Allow kms:Decrypt for ${role('a')}`);
    expect(plain).toContain('lost');
    const rows = format === 'html' ? plain.match(/<tr/g) : plain.match(/^\| (?!`|---)/gm);
    expect(rows).toHaveLength(format === 'html' ? 2 : 1);
  });

  it('puts markup of a policy into no table', async () => {
    const hostile = textOfPolicy([
      allow({ AWS: role('a') }, 'kms:Decrypt', {
        Condition: { StringEquals: { 'aws:SourceVpce': '<script>|`' } },
      }),
    ]);
    for (const format of ['markdown', 'html']) {
      const { stdout } = await run([write('hostile.json', hostile), lost, '-f', format]);
      expect(stdout).not.toContain('<script>');
    }
  });

  it('tells that it cannot tell', async () => {
    const [first, second] = [
      allow({ AWS: role('a') }, 'kms:Decrypt', { Resource: oldArn }),
      allow({ AWS: role('a') }, 'kms:Decrypt', { Resource: newArn }),
    ].map((statement, i) => write(`own-${i}.json`, textOfPolicy([statement])));
    const files = [first ?? '', second ?? ''];
    const unnamed = await run(files);
    expect(unnamed.code).toBe(3);
    expect(unnamed.stdout).toContain('not told:');
    expect((await run([...files, '--old-key', oldArn, '--new-key', newArn])).code).toBe(0);
    const swapped = await run([...files, '--old-key', newArn, '--new-key', newArn]);
    expect(swapped.code).toBe(0);
    expect((await run([...files, '--old-key', oldArn, '--new-key', oldArn])).code).toBe(1);
  });

  it.each([
    ['a byte order mark', `\u{feff}${full}\n`],
    ['indented JSON', JSON.stringify(JSON.parse(full), null, 2).replaceAll('\n', '\r\n')],
    [
      'what get-key-policy prints',
      JSON.stringify({ Policy: full, PolicyName: 'default' }, null, 2),
    ],
    ['a JSON string', JSON.stringify(full)],
  ])('reads %s, from a file and from standard input', async (_, text) => {
    const path = write('form.json', text);
    expect((await run([path, old])).code).toBe(0);
    expect((await run([old, path])).code).toBe(0);
    expect((await run(['-', old], text)).code).toBe(0);
    expect((await run([lost, '-'], text)).code).toBe(0);
    expect((await run(['-', lost], text)).code).toBe(1);
  });

  it.each([
    [
      'a missing comma',
      full.replace(',"Action"', ' "Action"'),
      'bad.json: KMS refuses the key policy: line 1, column 1',
    ],
    ['typographic quotes', full.replace('"Effect"', '“Effect”'), 'typographic quote'],
    ['an object inside Policy', JSON.stringify({ Policy: JSON.parse(full) }), 'is an object'],
    ['nothing', '', 'empty'],
    ['base64', Buffer.from(full).toString('base64'), 'base64'],
  ])('refuses %s, and says where', async (_, text, message) => {
    const { code, stderr, stdout } = await run([old, write('bad.json', text)]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each([
    ['one policy', [old]],
    ['three policies', [old, covered, lost]],
    ['standard input twice', ['-', '-']],
    ['a file that is not there', [old, 'nowhere.json']],
    ['a key that is none', [old, covered, '--old-key', 'alias/ExampleAlias']],
  ])('refuses %s', async (_, args) => {
    const { code, stderr } = await run(args, full);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^kmslint: .+\n$/);
  });

  it('takes an account id for a key', async () => {
    const root = write('root.json', textOfPolicy([allow({ AWS: '111122223333' }, 'kms:*')]));
    expect((await run([root, root, '--old-key', '111122223333'])).code).toBe(0);
  });

  it('prints JSON, and escapes what it prints', async () => {
    const nasty = write(
      'nasty.json',
      textOfPolicy([{ ...use, Sid: '\u001b[2J<script>' }, allow({ AWS: role('b') }, 'kms:Sign')]),
    );
    const { code, stdout } = await run([nasty, lost, '--format', 'json']);
    expect(code).toBe(1);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      version: 1,
      covered: false,
      lost: [{ sid: '\u001b[2J<script>', actions: ['kms:Encrypt'] }, { actions: ['kms:Sign'] }],
      gained: [],
      because: [],
    });
    for (const text of [stdout, (await run([nasty, lost])).stdout]) {
      expect(text).toContain('2J');
      expect(text).not.toContain('\u001b');
      expect(text).not.toContain('<script');
    }
  });

  it('tells a statement without effect', async () => {
    const idle = write('idle.json', textOfPolicy([use, { ...less, Resource: undefined }]));
    const { code, stdout } = await run([idle, old]);
    expect(code).toBe(0);
    expect(stdout).toContain('in idle.json:');
    expect(stdout).toContain('no effect');
  });
});
