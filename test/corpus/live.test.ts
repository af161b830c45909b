import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/read/input/json.ts';
import { elementsOf, isObject, member, textMember } from '../../src/read/input/json.ts';
import type { Json } from '../../src/read/input/resource.ts';
import { keyOperations } from '../../src/read/snapshot/format.ts';
import { judgeLive, type JudgedLive } from '../support/judge/judge-live.ts';

// Answers of the live APIs that others recorded, put together as the snapshots that a scan would have made of them.

const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const isHere = existsSync(join(corpus, 'labels.tsv'));
const api = join(corpus, 'api');

/** One recorded answer: its operation, its place in the sequence, and what was said. */
interface Recorded {
  readonly operation: string;
  readonly order: number;
  readonly answer: JsonObject;
}

function parse(path: string): JsonObject | null {
  try {
    const json: Json = JSON.parse(readFileSync(path, 'utf8'));
    return isObject(json) ? json : null;
  } catch {
    return null;
  }
}

/** `kms.DescribeKey_2.json`, `describe-key_2.json`, `DescribeKey--to-get-….json`: three habits of naming. */
function recordedAt(path: string): Recorded | null {
  const json = parse(path);
  const match = /([^/]+?)(?:_(\d+)|--[^/]*)?\.json(?:\.invalid)?$/.exec(path);
  if (json === null || match === null) return null;
  const [, name = '', order = '1'] = match;
  const plain = name.replace(/^(?:kms|cloudhsmv2)\./, '');
  const operation = plain
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  const output = member(json, 'output');
  return { operation, order: Number(order), answer: isObject(output) ? output : json };
}

function recordedIn(folder: string): readonly Recorded[] {
  return readdirSync(folder)
    .filter((name) => name.includes('.json'))
    .map((name) => recordedAt(join(folder, name)))
    .filter((one) => one !== null);
}

function toAnswer(answer: JsonObject): JsonObject {
  const error = member(answer, 'Error');
  if (!isObject(error)) return { ok: answer };
  const name = textMember(error, 'Code') ?? 'UnknownError';
  return { error: { name, message: textMember(error, 'Message') ?? '', status: 400 } };
}

/** The snapshot of a folder: what was said of a key stands with it by its id, or in the order of ListKeys. */
function assemble(all: readonly Recorded[]): JsonObject {
  const of = (operation: string): readonly Recorded[] =>
    all.filter((one) => one.operation === operation).toSorted((a, b) => a.order - b.order);
  const described = of('DescribeKey').map(({ answer }) => member(answer, 'KeyMetadata'));
  const listed = of('ListKeys').flatMap(({ answer }) => elementsOf(member(answer, 'Keys')));
  const told = described.flatMap((key) => {
    const [KeyId, KeyArn] = [textMember(key, 'KeyId'), textMember(key, 'Arn')];
    return KeyId === null || KeyArn === null ? [] : [{ KeyId, KeyArn }];
  });
  const entries = [...listed, ...told].flatMap((key) => {
    const [KeyId, KeyArn] = [textMember(key, 'KeyId'), textMember(key, 'KeyArn')];
    return KeyId !== null && KeyArn?.includes(':key/') === true ? [{ KeyId, KeyArn }] : [];
  });
  const keys = [...new Map(entries.map((key) => [key.KeyId, key])).values()];
  const records = keys.map((key, i) => ({
    ...key,
    ...Object.fromEntries(
      keyOperations.flatMap((operation) => {
        const answers = of(operation);
        const own =
          answers.find(({ answer }) => mentions(answer, key.KeyId)) ??
          (answers.length === keys.length || keys.length === 1
            ? answers[keys.length === 1 ? 0 : i]
            : undefined);
        return own === undefined ? [] : [[operation, toAnswer(own.answer)] as const];
      }),
    ),
  }));
  const list = (operation: string) => {
    const last = of(operation).at(-1);
    return last === undefined ? {} : { [operation]: toAnswer(last.answer) };
  };
  return {
    kmslintSnapshot: 1,
    tool: { name: 'kmslint', version: '0.1.0' },
    account: null,
    region: keys[0]?.KeyArn.split(':')[3] ?? 'us-east-1',
    startedAt: '2026-01-31T06:00:00.000Z',
    ...list('ListAliases'),
    // Nobody asked for key stores there; without them nothing could be told of clusters.
    DescribeCustomKeyStores: { ok: { CustomKeyStores: [] } },
    ...list('DescribeCustomKeyStores'),
    ...list('DescribeClusters'),
    keys: records,
    ListKeys: { ok: { count: records.length } },
    finishedAt: '2026-01-31T06:01:00.000Z',
    stopped: null,
  };
}

function mentions(answer: JsonObject, id: string): boolean {
  return JSON.stringify(answer).includes(id);
}

interface Label {
  readonly number: string;
  readonly path: string;
  readonly address: string;
  readonly expected: string;
}

const labels: readonly Label[] = isHere
  ? readFileSync(join(corpus, 'labels.tsv'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('\t'))
      .filter(([, input]) => input === 'api')
      .map(([number = '', , , path = '', address = '', expected = '']) => ({
        number,
        path,
        address,
        expected,
      }))
  : [];

function judgeLabel({ path }: Label): JudgedLive {
  const full = path.startsWith('api') ? join(corpus, path) : join(api, path);
  const one = full.endsWith('.json') ? recordedAt(full) : null;
  if (!full.endsWith('.json')) return judgeLive([assemble(recordedIn(full))]);
  if (one === null) throw new Error(`${path} is no answer`);
  return judgeLive([assemble([one, ...companions(one)])]);
}

/** A documented answer stands alone: it is an answer about the key that the documentation always names. */
function companions({ answer }: Recorded): readonly Recorded[] {
  const KeyId = textMember(answer, 'KeyId');
  if (KeyId === null) return [];
  const KeyArn = `arn:aws:kms:us-west-2:111122223333:key/${KeyId}`;
  return [{ operation: 'ListKeys', order: 1, answer: { Keys: [{ KeyId, KeyArn }] } }];
}

const ruleOf: Readonly<Record<string, readonly string[]>> = {
  'no-rotation': ['rotation-disabled'],
  'ineligible-without-alias-scheme': ['manual-rotation-alias-missing'],
  'cloudhsm-under-two-hsms': ['key-store-under-two-hsms', 'hsm-cluster-under-two-hsms'],
};

const reason = isHere ? '' : ` (skipped: there is no ${corpus})`;

describe.skipIf(!isHere)(`labelled answers${reason}`, () => {
  test.each(labels)('$number $path: $expected', (label) => {
    const { findings } = judgeLabel(label);
    const about = /^(?:cluster-\w+|[0-9a-f-]{36})/.exec(label.address)?.[0] ?? '';
    const own = findings.filter(({ subject }) => subject.includes(about));
    const failing = own.filter(({ kind }) => kind === 'fail').map(({ ruleId }) => ruleId);
    const open = own.filter(({ kind }) => kind === 'open').map(({ ruleId }) => ruleId);
    const wanted = ruleOf[label.expected];
    // The labels are of settings and schemes; a key that waits for its import has those as it should.
    const waits = failing.filter((ruleId) => ruleId !== 'key-pending-import');
    if (wanted === undefined) expect(waits).toEqual([]);
    else expect(wanted.some((id) => failing.includes(id))).toBe(true);
    const isUnknown = label.expected === 'unknown-because-variable';
    if (isUnknown) expect(open).toContain('manual-rotation-alias-missing');
  });

  test('every recorded answer is judged without a crash, each folder by itself and each file alone', () => {
    const folders = readdirSync(api, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.includes('.json'))
      .map((entry) => entry.parentPath);
    const distinct = [...new Set(folders)];
    expect(distinct.length).toBeGreaterThan(50);
    let keys = 0;
    for (const folder of distinct) {
      const recorded = recordedIn(folder);
      const together = judgeLive([assemble(recorded)]);
      keys += together.present.keys.length;
      for (const one of recorded) judgeLive([assemble([one, ...companions(one)])]);
    }
    expect(keys).toBeGreaterThan(50);
  });
});
