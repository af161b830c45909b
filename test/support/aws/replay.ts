import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  elementsOf,
  isObject,
  member,
  textMember,
  type JsonObject,
} from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import { openControl } from './control.ts';
import type { AwsServerOptions, RawReply } from './server.ts';

/** Answers that somebody recorded, as a fake AWS gives them. */
export interface Replay {
  readonly region: string;
  readonly others: NonNullable<AwsServerOptions['others']>;
}

interface Recorded {
  readonly operation: string;
  readonly order: number;
  readonly answer: JsonObject;
}

/** A folder of recordings, or one documented answer: then its key is the only one that there is. */
export function replayOf(path: string): Replay {
  const isFile = statSync(path).isFile();
  const folder = isFile ? dirname(path) : path;
  const all = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith('.json') && (!isFile || name === path))
    .flatMap(recordedAt);
  const of = (operation: string) =>
    all.filter((one) => one.operation === operation).toSorted((a, b) => a.order - b.order);
  const keys = keysOf(of('ListKeys'), of('DescribeKey'), all);
  const region = keys[0]?.KeyArn.split(':')[3] ?? 'us-east-1';
  const control = openControl({ caller: '111122223333' });

  const answer = (operation: string, input: Json): RawReply => {
    if (operation === 'ListKeys') return json({ Keys: keys, Truncated: false });
    const found = of(operation);
    const id = textMember(input, 'KeyId');
    if (id === null) {
      const list = found.at(-1)?.answer;
      if (list !== undefined) return json(list);
      return operation === 'DescribeCustomKeyStores' ? json({ CustomKeyStores: [] }) : denied();
    }
    const place = keys.findIndex(({ KeyId }) => KeyId === id);
    const own =
      found.find((one) => JSON.stringify(one.answer).includes(id)) ??
      (keys.length === 1 ? found[0] : found.length === keys.length ? found[place] : undefined);
    return own === undefined ? denied() : json(own.answer);
  };
  return {
    region,
    others: (headers, body) => {
      const [, operation] =
        /^(?:TrentService|BaldrApiService)\.(\w+)$/.exec(String(headers['x-amz-target'] ?? '')) ??
        [];
      return operation === undefined
        ? control.others(headers, body)
        : answer(operation, JSON.parse(body));
    },
  };
}

/** `kms.DescribeKey_2.json`, `describe-key_2.json`, `DescribeKey--to-get-….json`: three habits of naming. */
function recordedAt(path: string): readonly Recorded[] {
  const [, name, order = '1'] =
    /(?:^|\/)(?:kms\.|cloudhsmv2\.)?([\w-]+?)(?:_(\d+)|--[^/]*)?\.json$/.exec(path) ?? [];
  const parsed: Json = JSON.parse(readFileSync(path, 'utf8'));
  if (name === undefined || !isObject(parsed)) return [];
  const output = member(parsed, 'output');
  const operation = name.replaceAll(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
  return [{ operation, order: Number(order), answer: isObject(output) ? output : parsed }];
}

type ListedKey = { readonly KeyId: string; readonly KeyArn: string };

function keysOf(
  listed: readonly Recorded[],
  described: readonly Recorded[],
  all: readonly Recorded[],
): readonly ListedKey[] {
  const entries = listed.flatMap(({ answer }) => elementsOf(member(answer, 'Keys')));
  const told = described.map(({ answer }) => member(answer, 'KeyMetadata'));
  const named = [...entries, ...told].flatMap((key) => {
    const [KeyId, KeyArn] = [
      textMember(key, 'KeyId'),
      textMember(key, 'KeyArn') ?? textMember(key, 'Arn'),
    ];
    return KeyId === null || KeyArn === null ? [] : [{ KeyId, KeyArn }];
  });
  if (named.length > 0) return [...new Map(named.map((key) => [key.KeyId, key])).values()];
  return all.flatMap(({ answer }) => {
    const KeyId = textMember(answer, 'KeyId');
    return KeyId === null
      ? []
      : [{ KeyId, KeyArn: `arn:aws:kms:us-west-2:111122223333:key/${KeyId}` }];
  });
}

const type = 'application/x-amz-json-1.1';

function json(answer: JsonObject): RawReply {
  const error = member(answer, 'Error');
  if (!isObject(error)) return { status: 200, type, body: JSON.stringify(answer, toEpoch) };
  const [name, message] = [textMember(error, 'Code'), textMember(error, 'Message')];
  return { status: 400, type, body: JSON.stringify({ __type: name, message }) };
}

function denied(): RawReply {
  const body = { __type: 'AccessDeniedException', message: 'nobody recorded it' };
  return { status: 400, type, body: JSON.stringify(body) };
}

/** On the wire, times are seconds since 1970; recordings have them in words. */
function toEpoch(_: string, value: unknown): unknown {
  const isTime =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(value);
  return isTime ? Date.parse(value) / 1000 : value;
}
