import { member, textMember } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import { changes } from './changes.ts';
import type { Estate, FakeKey } from './keys.ts';
import { makings } from './makings.ts';
import { fail, type Reply } from './reply.ts';
import { takesAlias, uses } from './uses.ts';

export type { Reply } from './reply.ts';

/** Requests a second for each account and Region ("Request quotas", KMS Developer Guide). */
export const quotas: Readonly<Record<string, number>> = {
  ListKeys: 500,
  ListAliases: 500,
  DescribeKey: 2000,
  GetKeyRotationStatus: 1000,
  GetKeyPolicy: 1000,
  ListKeyRotations: 100,
  ListGrants: 100,
  ListResourceTags: 2000,
  DescribeCustomKeyStores: 5,
};

interface Listed {
  readonly name: string;
  readonly most: number;
  readonly usual: number;
  /** Of what is asked for, a page gives so many at most. */
  readonly cap: number;
}

/** A page by offset: what comes or goes before it shifts the rest. */
function page(entries: readonly Json[], input: Json, { name, most, usual, cap }: Listed): Reply {
  const limit = member(input, 'Limit') ?? usual;
  if (typeof limit !== 'number' || limit < 1 || limit > most)
    return fail('ValidationException', `Limit must be between 1 and ${most}`);
  const start = Number(textMember(input, 'Marker') ?? 0);
  if (!Number.isInteger(start)) return fail('InvalidMarkerException', 'the marker is not valid');
  const end = start + Math.min(limit, cap);
  return {
    ok: {
      [name]: entries.slice(start, end),
      Truncated: end < entries.length,
      ...(end < entries.length ? { NextMarker: String(end) } : {}),
    },
  };
}

type ForKey = (key: FakeKey, input: Json, cap: number) => Reply;

const forKeys: Readonly<Record<string, ForKey>> = {
  DescribeKey: ({ metadata }) => ({ ok: { KeyMetadata: metadata } }),
  GetKeyRotationStatus: ({ rotation, metadata }) =>
    rotation === null
      ? fail(
          'UnsupportedOperationException',
          `origin is ${textMember(metadata, 'Origin') ?? ''} which is not valid for this operation`,
        )
      : { ok: rotation },
  GetKeyPolicy: ({ policy }) => ({ ok: { Policy: policy, PolicyName: 'default' } }),
  ListResourceTags: ({ tags }, input, cap) =>
    page(tags, input, { name: 'Tags', most: 50, usual: 50, cap }),
  ListKeyRotations: ({ rotations }, input, cap) =>
    rotations === null
      ? fail('UnsupportedOperationException', 'a key store rotates nothing')
      : page(rotations, input, { name: 'Rotations', most: 1000, usual: 100, cap }),
  ListGrants: ({ grants }, input, cap) =>
    page(grants, input, { name: 'Grants', most: 100, usual: 50, cap }),
};

const forEstates: Readonly<Record<string, (estate: Estate, input: Json, cap: number) => Reply>> = {
  ListKeys: ({ keys }, input, cap) =>
    page(
      keys.map(({ KeyId, Arn }) => ({ KeyId, KeyArn: Arn })),
      input,
      { name: 'Keys', most: 1000, usual: 100, cap },
    ),
  ListAliases: ({ aliases }, input, cap) =>
    page(aliases, input, { name: 'Aliases', most: 100, usual: 50, cap }),
  DescribeCustomKeyStores: ({ keyStores }, input, cap) =>
    page(keyStores, input, { name: 'CustomKeyStores', most: 1000, usual: 100, cap }),
  DescribeClusters: ({ clusters }, input, cap) => {
    const most = member(input, 'MaxResults') ?? 25;
    if (typeof most !== 'number' || most < 1 || most > 25)
      return fail('CloudHsmInvalidRequestException', 'MaxResults must be between 1 and 25');
    const start = Number(textMember(input, 'NextToken') ?? 0);
    const end = start + Math.min(most, cap);
    const more = end < clusters.length ? { NextToken: String(end) } : {};
    return { ok: { Clusters: clusters.slice(start, end), ...more } };
  },
};

/** Finds keys fast; made again when the list has been replaced. */
const indexes = new WeakMap<readonly FakeKey[], Map<string, FakeKey>>();

function findKey({ keys }: Estate, id: string): FakeKey | undefined {
  const index = indexes.get(keys) ?? new Map(keys.map((key) => [key.KeyId, key]));
  indexes.set(keys, index);
  return index.get(id.split('/').at(-1) ?? id);
}

export function answerOperation(
  estate: Estate,
  operation: string,
  input: Json,
  cap = Number.POSITIVE_INFINITY,
): Reply {
  const list = forEstates[operation];
  if (list !== undefined) return list(estate, input, cap);
  const make = makings[operation];
  if (make !== undefined) return make(estate, input);
  const ask = forKeys[operation] ?? uses[operation];
  const change = changes[operation];
  if (ask === undefined && change === undefined)
    return fail('UnknownOperationException', `there is no ${operation}`);
  const named = textMember(input, operation.endsWith('Alias') ? 'TargetKeyId' : 'KeyId') ?? '';
  const id = takesAlias.has(operation) ? targetOf(estate, named) : named;
  const key = findKey(estate, id);
  if (key === undefined) return fail('NotFoundException', `Key '${named}' does not exist`);
  return ask?.(key, input, cap) ?? change?.(estate, input, key) ?? fail('KMSInternalException', '');
}

/** The key that an alias points at; whatever else is named stands for itself. */
function targetOf({ aliases }: Estate, name: string): string {
  const alias = aliases.find((one) => textMember(one, 'AliasName') === name);
  return textMember(alias, 'TargetKeyId') ?? name;
}
