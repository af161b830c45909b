import {
  emptyInventory,
  type Gap,
  type Grant,
  type Inventory,
  type Key,
  type Scope,
} from '../../model/inventory.ts';
import { unite } from '../../model/unite.ts';
import { parseArn } from '../../model/targets.ts';
import { valueOr } from '../../model/value.ts';
import {
  elementsOf,
  isObject,
  member,
  membersOf,
  textMember,
  typeName,
  type JsonObject,
} from '../input/json.ts';
import type { Json } from '../input/resource.ts';
import { entriesOf, readAnswer } from './answers.ts';
import { readDate } from '../input/dates.ts';
import { withGrants } from './grants.ts';
import { unlistedKeys, unreadKeys } from './ending.ts';
import { readKey } from './key.ts';
import { flawOf, readList } from './lists.ts';
import { readAlias, readCluster, readHsm, readKeyStore } from './objects.ts';
import { placeOf, type Place } from './place.ts';
import { collectRefusals, type Refusals } from './refusals.ts';
import { shareIn, type Shared } from './shared.ts';

/** Where and when a snapshot was taken: what tells it from another one of the same account and Region. */
export interface Heading {
  readonly path: string;
  readonly scope: string;
  /** Twelve digits; null where neither the snapshot nor an ARN in it tells. */
  readonly account: string | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

/** A snapshot as an inventory. */
export interface Recorded extends Heading {
  readonly inventory: Inventory;
}

/** Takes a snapshot in as it is read, one key after the other, so that the whole never stands in memory. */
export interface LiveReader {
  addKey(record: Json): void;
  /** `rest`: every member but `keys`, and but the lists that stood in the head. */
  finish(rest: JsonObject): Recorded;
}

/** The lists of an account and Region, each the member of a snapshot that holds it. */
export const listCalls = ['ListAliases', 'DescribeCustomKeyStores', 'DescribeClusters'] as const;

type Lists = Omit<Inventory, 'scopes' | 'keys' | 'policies' | 'grants'>;

interface Opened {
  readonly place: Place;
  readonly shared: Shared;
  readonly refusals: Refusals;
  readonly lists: readonly Lists[];
}

/** Begins to read a snapshot; `head` holds its members before the keys, which may be all. */
export function openSnapshot(head: JsonObject, path: string): LiveReader {
  const inHead = listCalls.filter((call) => member(head, call) !== undefined);
  const keys: Key[] = [];
  const grants: Grant[] = [];
  let hasGrants = false;
  let pending: JsonObject | null = head;
  let opened: Opened | null = null;
  let listed = 0;
  // The first key may be needed to tell the account. The lists are read then, and let go.
  const open = (arn: string | null): Opened => {
    if (opened !== null) return opened;
    const place = placeFor(path, pending ?? {}, arn ?? firstAliasArn(pending ?? {}));
    const lists = readLists(pending ?? {}, inHead, place);
    opened = { place, shared: shareIn(place), refusals: collectRefusals(place), lists };
    pending = null;
    return opened;
  };
  return {
    addKey: (record) => {
      const { place, shared, refusals } = open(textMember(record, 'KeyArn'));
      listed++;
      const found = readKey(record, place, shared, refusals);
      if (found === null) return;
      keys.push(found.key);
      for (const grant of found.grants) grants.push(grant);
      hasGrants ||= found.wasAsked;
    },
    finish: (rest) => {
      const { place, shared, lists, refusals } = open(null);
      const late = member(rest, 'ListGrants');
      for (const [id, answer] of membersOf(late)) {
        const at = keys.findIndex(({ keyId }) => keyId.known && keyId.value === id);
        const key = keys[at];
        if (key === undefined) continue;
        const found = withGrants(key, readAnswer(answer), place, shared, refusals);
        keys[at] = found.key;
        for (const grant of found.grants) grants.push(grant);
      }
      const lateLists = listCalls.filter((call) => !inHead.includes(call));
      const gaps = [...unlistedKeys(rest, listed, place), ...unreadKeys(rest, refusals, place)];
      const recordedAt = readDate(member(rest, 'finishedAt'));
      const scope: Scope = {
        id: place.scope,
        rootModule: null,
        source: 'live',
        ...(recordedAt === null ? {} : { recordedAt }),
        ...timeOf(rest),
        ...tellersOf(rest),
        ...(hasGrants || isObject(late) ? { hasGrants: true } : {}),
      };
      const frame = { ...emptyInventory, scopes: [scope], gaps };
      const parts = [...lists, ...readLists(rest, lateLists, place)];
      const inventory = unite([
        { ...frame, keys, grants },
        ...parts.map((l) => ({ ...emptyInventory, ...l })),
      ]);
      return { inventory, ...headingAt(place, rest) };
    },
  };
}

function timeOf(document: JsonObject): Pick<Scope, 'startedAt' | 'asked'> {
  const startedAt = readDate(member(document, 'startedAt'));
  const asked = member(document, 'asked');
  return {
    ...(startedAt === null ? {} : { startedAt }),
    ...(isObject(asked)
      ? {
          asked: {
            facts: elementsOf(member(asked, 'facts')).filter((fact) => typeof fact === 'string'),
            history: member(asked, 'history') === true,
          },
        }
      : {}),
  };
}

/** Whose the account is, and who read it, as far as the recording tells. */
function tellersOf(document: JsonObject): Pick<Scope, 'accountName' | 'role'> {
  const accountName = textMember(document, 'accountName') ?? '';
  const role = textMember(document, 'role') ?? '';
  return { ...(accountName === '' ? {} : { accountName }), ...(role === '' ? {} : { role }) };
}

/** Reads a heading off a snapshot's members before the keys; `arn` is of its first key, where it has one. */
export function headingOf(head: JsonObject, path: string, arn: string | null): Heading {
  return headingAt(placeFor(path, head, arn ?? firstAliasArn(head)), head);
}

function headingAt({ path, scope, account }: Place, head: JsonObject): Heading {
  const startedAt = textMember(head, 'startedAt') ?? '';
  return { path, scope, account: valueOr(account, null), startedAt };
}

/** Where GetCallerIdentity was not answered, the first ARN names the account. */
function placeFor(path: string, head: JsonObject, arn: string | null): Place {
  const region = textMember(head, 'region') ?? '';
  const parsed = arn === null ? null : parseArn(arn);
  const named = parsed === null || parsed.account === '' ? null : parsed.account;
  return placeOf(path, textMember(head, 'account') ?? named, region);
}

function firstAliasArn(head: JsonObject): string | null {
  const [first] = entriesOf(readAnswer(member(head, 'ListAliases')).ok, 'Aliases') ?? [];
  return textMember(first, 'AliasArn');
}

function readLists(
  document: JsonObject,
  calls: readonly (typeof listCalls)[number][],
  place: Place,
): readonly Lists[] {
  return calls.map((call) => {
    const { entries, gaps, partial } = readList(member(document, call), lists[call], place);
    const frame = { aliases: [], keyStores: [], clusters: [], hsms: [], gaps, partial };
    switch (call) {
      case 'ListAliases':
        return { ...frame, aliases: entries.map((entry) => readAlias(entry, place)) };
      case 'DescribeCustomKeyStores':
        return { ...frame, keyStores: entries.map((entry) => readKeyStore(entry, place)) };
      case 'DescribeClusters':
        return {
          ...frame,
          clusters: entries.map((entry) => readCluster(entry, place)),
          hsms: entries.flatMap((entry) => hsmsOf(entry).map((hsm) => readHsm(hsm, entry, place))),
          gaps: [...gaps, ...entries.flatMap((entry) => hsmGaps(entry, place))],
        };
    }
  });
}

const lists = {
  ListAliases: { call: 'ListAliases', fact: 'aliases', member: 'Aliases', hides: ['alias'] },
  DescribeCustomKeyStores: {
    call: 'DescribeCustomKeyStores',
    fact: 'keyStores',
    member: 'CustomKeyStores',
    hides: ['keyStore'],
  },
  DescribeClusters: {
    call: 'DescribeClusters',
    fact: 'clusters',
    member: 'Clusters',
    hides: ['cluster'],
  },
} as const;

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
