import type { Gap, Inventory, Key, Kind } from '../../model/inventory.ts';
import { parseArn } from '../../model/targets.ts';
import { isObject, member, textMember, typeName, type JsonObject } from '../json.ts';
import type { Json } from '../resource.ts';
import { entriesOf, readAnswer } from './answers.ts';
import { readKey } from './key.ts';
import { flawOf, gapOf, readList, type Listed } from './lists.ts';
import { readAlias, readCluster, readHsm, readKeyStore } from './objects.ts';
import { locationOf, placeOf, type Place } from './place.ts';

/** A snapshot as an inventory, with what tells it from another one of the same account and Region. */
export interface Recorded {
  readonly inventory: Inventory;
  readonly path: string;
  readonly scope: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

/** Takes a snapshot in as it is read, one key after the other, so that the whole never stands in memory. */
export interface LiveReader {
  addKey(record: Json): void;
  /** `whole`: every member but `keys`. */
  finish(whole: JsonObject): Recorded;
}

/** Begins to read a snapshot; `head` holds its members before the keys, which may be all. */
export function openSnapshot(head: JsonObject, path: string): LiveReader {
  const keys: Key[] = [];
  const texts = new Map<string, string>();
  const intern = (text: string): string => {
    const before = texts.get(text);
    if (before === undefined) texts.set(text, text);
    return before ?? text;
  };
  let place: Place | null = null;
  let listed = 0;
  return {
    addKey: (record) => {
      place ??= placeFor(path, head, textMember(record, 'KeyArn'));
      listed++;
      const key = readKey(record, place, intern);
      if (key !== null) keys.push(key);
    },
    finish: (whole) => {
      const at = place ?? placeFor(path, whole, firstAliasArn(whole));
      const startedAt = textMember(whole, 'startedAt') ?? '';
      return { inventory: toInventory(whole, keys, listed, at), path, scope: at.scope, startedAt };
    },
  };
}

/** Where GetCallerIdentity was not answered, the first ARN names the account. */
function placeFor(path: string, head: JsonObject, arn: string | null): Place {
  const region = textMember(head, 'region') ?? '';
  const parsed = arn === null ? null : parseArn(arn);
  const named = parsed === null || parsed.account === '' ? null : parsed.account;
  return placeOf(path, textMember(head, 'account') ?? named, region);
}

function firstAliasArn(whole: JsonObject): string | null {
  const [first] = entriesOf(readAnswer(member(whole, 'ListAliases')).ok, 'Aliases') ?? [];
  return textMember(first, 'AliasArn');
}

function toInventory(
  whole: JsonObject,
  keys: readonly Key[],
  listed: number,
  place: Place,
): Inventory {
  const list = (call: string, name: string, hides: readonly Kind[]): Listed =>
    readList(member(whole, call), { call, member: name, hides }, place);
  const aliases = list('ListAliases', 'Aliases', ['alias']);
  const stores = list('DescribeCustomKeyStores', 'CustomKeyStores', ['keyStore']);
  const clusters = list('DescribeClusters', 'Clusters', ['cluster']);
  const lists = [aliases, stores, clusters];
  return {
    scopes: [{ id: place.scope, rootModule: null }],
    keys,
    aliases: aliases.entries.map((entry) => readAlias(entry, place)),
    policies: [],
    keyStores: stores.entries.map((entry) => readKeyStore(entry, place)),
    clusters: clusters.entries.map((entry) => readCluster(entry, place)),
    hsms: clusters.entries.flatMap((cluster) =>
      hsmsOf(cluster).map((hsm) => readHsm(hsm, cluster, place)),
    ),
    gaps: [
      ...lists.flatMap(({ gaps }) => gaps),
      ...clusters.entries.flatMap((cluster) => hsmGaps(cluster, place)),
      ...keyGaps(whole, listed, place),
      ...stopGaps(whole, place),
    ],
    partial: lists.flatMap(({ partial }) => partial),
  };
}

function hsmsOf(cluster: JsonObject): readonly JsonObject[] {
  return (entriesOf(member(cluster, 'Hsms'), '') ?? []).filter(isObject);
}

/** Without its list, or with something else in it, a cluster may have HSMs that were not read. */
function hsmGaps(cluster: JsonObject, place: Place): readonly Gap[] {
  const hsms = member(cluster, 'Hsms');
  const entries = entriesOf(hsms, '');
  if (entries?.every(isObject) === true) return [];
  const what = `${place.path}: Hsms of ${textMember(cluster, 'ClusterId') ?? 'a cluster'} holds ${typeName(entries === null ? hsms : null)}, where AWS has a list of objects`;
  return [flawOf(what, { call: 'DescribeClusters', hides: ['hsm'] }, place)];
}

/** Keys that ListKeys did not name, or that the file does not hold. */
function keyGaps(whole: JsonObject, listed: number, place: Place): readonly Gap[] {
  const { ok, failure } = readAnswer(member(whole, 'ListKeys'));
  if (failure !== null) return [gapOf('ListKeys', failure, ['key'], place)];
  const count = member(ok, 'count');
  if (count === listed) return [];
  const what = `${place.path}: ListKeys named ${typeof count === 'number' ? count : 'an unknown number of'} keys, and the snapshot holds ${listed}`;
  return [flawOf(what, { call: 'ListKeys', hides: ['key'] }, place)];
}

function stopGaps(whole: JsonObject, place: Place): readonly Gap[] {
  const stopped = member(whole, 'stopped');
  if (stopped === undefined || stopped === null) return [];
  const { reason } = readAnswer({ error: stopped }).failure ?? { reason: 'failed-request' };
  const [name, message] = [
    textMember(stopped, 'name') ?? 'UnknownError',
    textMember(stopped, 'message') ?? '',
  ];
  const what = `${place.path}: the scan stopped early: ${message === '' ? name : `${name}: ${message}`}`;
  const at = locationOf(place, place.arn, 'ListKeys');
  return [{ scope: place.scope, reason, what, hides: [], at }];
}
