import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/read/input/json.ts';
import type { ReadOptions } from '../../../src/read/options.ts';
import { readInputs, type Reading } from '../../../src/read/batches.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import { parseLayout } from '../../../src/read/snapshot/layout.ts';
import { gzipSource, readSnapshot } from '../../../src/read/snapshots.ts';
import {
  arnOf,
  buildSnapshot,
  keyId,
  otherId,
  printSnapshot,
  rotating,
} from '../../support/build/snapshot-builder.ts';
import { inFolder, streamOf, type Files } from '../../support/build/snapshot-files.ts';

const snapshot = buildSnapshot({
  keys: [{}, { id: otherId, answers: { GetKeyRotationStatus: rotating() } }],
  aliases: { app: keyId },
});
const text = printSnapshot(snapshot);

function read(
  files: Files,
  inputs: readonly string[] = ['.'],
  options: Partial<ReadOptions> = {},
): Promise<Reading> {
  return inFolder(files, (directory) =>
    readInputs(inputs, { directory, stdin: streamOf(''), ...options }),
  );
}

const keysOf = ({ present }: Reading): readonly string[] =>
  present.keys.map(({ subject }) => subject);
const gapsOf = ({ present }: Reading): readonly string[] => present.gaps.map(({ what }) => what);
const both = [arnOf(keyId), arnOf(otherId)];
const sorted = JSON.stringify(
  Object.fromEntries(Object.entries(snapshot).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  null,
  2,
);

describe('a snapshot is recognised by its content', () => {
  test.each<[string, string, string | Buffer]>([
    ['in the layout of a scan', 'scan.json', text],
    ['under any name', 'scan', text],
    ['pretty-printed', 'scan.json', JSON.stringify(snapshot, null, 2)],
    ['in one line', 'scan.json', JSON.stringify(snapshot)],
    ['with its members sorted', 'scan.json', sorted],
    ['with a byte order mark', 'scan.json', `\ufeff${text}`],
    ['in UTF-16', 'scan.json', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['with CRLF', 'scan.json', text.replaceAll('\n', '\r\n')],
    ['compressed', 'scan.json.gz', gzipSync(text)],
    ['compressed and pretty-printed', 'scan.json.gz', gzipSync(JSON.stringify(snapshot, null, 2))],
  ])('%s', async (_, name, content) => {
    for (const inputs of [[name], ['.']]) {
      const reading = await read({ [name]: content }, inputs);
      expect(keysOf(reading)).toEqual(both);
      expect(reading.present.aliases).toHaveLength(1);
      expect(gapsOf(reading)).toEqual([]);
    }
    const piped = await read({}, ['-'], { stdin: streamOf(content) });
    expect(keysOf(piped)).toEqual(both);
    expect(piped.present.keys[0]?.at.path).toBe('stdin');
  });

  test('and its layout is read in pieces of any size', () => {
    const bytes = Buffer.from(text);
    for (const size of [1, 7, 64, 1000]) {
      const records: Json[] = [];
      const parser = parseLayout({ head: (head) => head, key: (record) => records.push(record) });
      for (let at = 0; at < bytes.length; at += size) parser.push(bytes.subarray(at, at + size));
      const rest = parser.end();
      expect({ ...rest, keys: records }).toEqual(snapshot);
    }
  });

  test('a snapshot without keys is a clean input', async () => {
    const reading = await read({ 'a.json': printSnapshot(buildSnapshot({})) });
    expect([keysOf(reading), gapsOf(reading)]).toEqual([[], []]);
  });
});

const line = text.split('\n').length - 1;
const broken: readonly (readonly [string, string | Buffer, RegExp])[] = [
  [
    'a key cut off',
    text.slice(0, 1500),
    /^a\.json:3:\d+: not valid JSON: it ends too early; record it anew/,
  ],
  [
    'its end cut off',
    text.slice(0, text.lastIndexOf('],')),
    new RegExp(`^a\\.json:${line}:\\d+: not valid JSON: it ends too early`),
  ],
  [
    'a stray character',
    text.replace('"KeyState":', '"KeyState"'),
    /^a\.json:2:\d+: not valid JSON/,
  ],
  [
    'another version',
    text.replace('Snapshot":1', 'Snapshot":2'),
    /^a\.json: the format of the snapshot is version 2, and this program reads version 1; judge it with a newer/,
  ],
  [
    'a key without its id',
    text.replace(`"KeyId":"${otherId}",`, ''),
    /^a\.json#\/keys\/1: .*'KeyId'; record it anew/,
  ],
  [
    'an answer that is none',
    text.replace('"GetKeyPolicy":{"ok"', '"GetKeyPolicy":{"yes"'),
    /^a\.json#\/keys\/0\/GetKeyPolicy: /,
  ],
  ['no Region', text.replace('"region":"eu-west-1",', ''), /^a\.json: .*'region'/],
  [
    'no keys',
    JSON.stringify({ ...snapshot, keys: null }),
    /^a\.json#\/keys: the snapshot has no list of keys/,
  ],
  [
    'a compressed file cut off',
    gzipSync(text).subarray(0, 300),
    /^a\.json: the compressed file is damaged, or ends too early/,
  ],
  [
    'something else compressed',
    gzipSync('hello'),
    /^a\.json: the file is compressed, and holds no snapshot; decompress it/,
  ],
];

test('a compressed file that becomes too much is refused, and not held', async () => {
  const padded = printSnapshot({
    ...snapshot,
    tool: { name: 'kmslint', version: ' '.repeat(3e6) },
  });
  const packed = gzipSync(padded);
  expect(packed.length).toBeLessThan(10_000);
  await inFolder({ 'a.json': packed }, async (directory) => {
    const readUpTo = (limit: number) =>
      readSnapshot(gzipSource(join(directory, 'a.json'), 'a.json', limit), 'a.json');
    await expect(readUpTo(2e6)).rejects.toThrow(
      /^a\.json: decompressed it has more than 2 MB; record it anew/,
    );
    expect((await readUpTo(4e6)).inventory.keys).toHaveLength(2);
  });
});

describe('a broken snapshot', () => {
  test.each(broken)('named is refused in one line: %s', async (_, content, message) => {
    await expect(read({ 'a.json': content }, ['a.json'])).rejects.toThrow(message);
    await expect(read({ 'a.json': content }, ['a.json'])).rejects.toThrow(/^[^\n]+$/);
  });

  test('found in a directory is a gap, and the rest is judged', async () => {
    for (const [name, content, message] of broken.slice(0, -1)) {
      const reading = await read({ 'a.json': content, 'b.json': text });
      expect([name, keysOf(reading)]).toEqual([name, both]);
      expect(gapsOf(reading)).toEqual([expect.stringMatching(message)]);
    }
  });

  test('that a scan left unfinished is a gap, unless the whole one lies beside it', async () => {
    const whole = '111122223333_eu-west-1.snapshot.json';
    const half = '444455556666_eu-west-1.snapshot.json.gz.0123abcd.tmp';
    const files = { [half]: text.slice(0, 900), [whole]: text };
    expect(gapsOf(await read(files))).toEqual([
      expect.stringContaining(`${half}: a snapshot that is not whole`),
    ]);
    const others = { [half]: '', [`${whole}.0123abcd.tmp`]: '', 'report.json.0123abcd.tmp': '' };
    expect(gapsOf(await read({ ...files, ...others }))).toHaveLength(1);
  });

  test.each(['', 'x', '\0\0\0\0', '<html>502</html>', '{}', gzipSync('{}'), gzipSync('\0')])(
    'that is named like one and holds none is a gap: %j',
    async (content) => {
      const [plain, packed] = ['111122223333', 'unknown-account'].map(
        (account) => `${account}_eu-west-1.snapshot.json`,
      );
      const named = [String(plain), `${packed}.gz`];
      const files = Object.fromEntries(named.map((name) => [name, content]));
      const others = { 'page.snapshot.json': content, 'b.json': text };
      expect(gapsOf(await read({ ...files, ...others }))).toEqual(
        named.map((name) => expect.stringContaining(`${name}: the file is named like a snapshot`)),
      );
    },
  );
});

test('the published schema accepts what the tests record, and refuses what is none', () => {
  const schema: JsonObject = JSON.parse(
    readFileSync(new URL('../../../schema/snapshot.schema.json', import.meta.url), 'utf8'),
  );
  const validate = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(
    schema,
  );
  expect(validate(snapshot)).toBe(true);
  expect(
    validate({ ...snapshot, addedLater: {}, keys: [{ KeyId: 'a', KeyArn: arnOf('a'), Added: 1 }] }),
  ).toBe(true);
  expect(validate({ ...snapshot, kmslintSnapshot: 2 })).toBe(false);
  expect(validate({ ...snapshot, keys: [{}] })).toBe(false);
});
