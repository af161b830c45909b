import { mayBeHidden } from '../absence.ts';
import type { Declaration } from '../conventions.ts';
import type { Alias, Inventory, Key } from '../inventory.ts';
import { indexKeys, type KeyIndex } from '../keys/index.ts';
import { parseArn } from '../targets.ts';
import { all, holds, not, undecided, yes } from '../truth.ts';
import { unknown, type Unknown, type Value } from '../value.ts';
import type { Evidence, Link } from './link.ts';
import { keyNow, type States } from './states.ts';

/** The tag by which a key names the one that it replaces. */
export const predecessorTag = 'kmslint:predecessor';

/** Links declared by the tag of a successor, and by the configuration of the linter. */
export function declaredLinks(
  states: States,
  declarations: readonly Declaration[],
): readonly Link[] {
  let finder: ReturnType<typeof finderOf> | null = null;
  const find: ReturnType<typeof finderOf> = (name, beside) =>
    (finder ??= finderOf(states))(name, beside);
  const tagged = states.present.keys.flatMap((key) => {
    const name = key.tags.known ? key.tags.value[predecessorTag] : undefined;
    if (name === undefined) return [];
    const text = `the tag ${predecessorTag} of ${key.subject} names its predecessor`;
    const missing = unknown('declared-elsewhere', `the predecessor of ${key.subject}`, key.tags.at);
    const links = linksTo(find(name, key), key, { kind: 'declared', text, alias: null }, missing);
    return links.map((link) => unlessOverruled(link, key, states));
  });
  const configured = declarations.flatMap(({ predecessor, successor, at }) => {
    const text = `the configuration names ${predecessor} as the predecessor of ${successor}`;
    const missing = unknown('declared-elsewhere', predecessor, at);
    const named = states.present.keys.filter((key) => key.subject === successor);
    const byName = named.length > 0 ? named : find(successor, null).map(({ key }) => key);
    return byName.flatMap((key) =>
      linksTo(find(predecessor, key), key, { kind: 'declared', text, alias: null }, missing),
    );
  });
  return [...tagged, ...configured];
}

/**
 * An alias that moved the other way overrules a tag: where live aliases were not all read, one may have. And a key that
 * could not be described may be one that AWS manages, which replaces none.
 */
function unlessOverruled(link: Link, key: Key, { present }: States): Link {
  if (key.source !== 'live') return link;
  const isCustomers = holds(key.keyManager, (manager) => manager === 'CUSTOMER');
  const isRead = not(mayBeHidden(present, key.scope, 'alias'));
  return { ...link, exists: all(link.exists, isRead, isCustomers) };
}

interface Found {
  readonly key: Key;
  readonly isGone: boolean;
  readonly doubt: Unknown | null;
}

function linksTo(
  found: readonly Found[],
  successor: Key,
  evidence: Evidence,
  missing: Unknown,
): readonly Link[] {
  const frame = { scope: successor.scope, successors: [successor], fork: null } as const;
  if (found.length === 0) {
    const elsewhere = { predecessor: null, isGone: false, doubt: missing, exists: yes };
    return [{ ...frame, ...elsewhere, evidence: [evidence] }];
  }
  return found
    .filter(({ key }) => key !== successor)
    .map(({ key, isGone, doubt }) => ({
      ...frame,
      predecessor: key,
      isGone,
      doubt: null,
      exists: doubt === null ? yes : undecided(doubt),
      evidence: [evidence],
    }));
}

/** Finds keys by name, beside a key where one is given: in its scope, account and Region. */
function finderOf(states: States): (name: string, beside: Key | null) => readonly Found[] {
  const now = namesOf(states.present, states);
  const before = namesOf(states.prior, states);
  return (name, beside) => {
    const present = now(name, beside).map((found) => ({ ...found, isGone: false }));
    if (present.length > 0) return present;
    return before(name, beside).map(({ key, doubt }) => ({ ...keyNow(key, states), doubt }));
  };
}

type Named = Omit<Found, 'isGone'>;

function namesOf(
  inventory: Inventory,
  { homes }: States,
): (name: string, beside: Key | null) => readonly Named[] {
  const index = indexKeys(inventory);
  const aliases = groupBy(inventory.aliases, ({ name }) => (name.known ? name.value : ''));
  const keys = groupBy(inventory.keys, ({ keyId }) => (keyId.known ? keyId.value : ''));
  const addresses = groupBy(inventory.keys, ({ subject }) => subject);
  const isBeside = (key: Key, other: Key | null): boolean => {
    const home = homes.homeOf(key);
    return other === null || (home !== null && home === homes.homeOf(other) && key !== other);
  };
  return (name, beside) => {
    const arn = parseArn(name);
    const short = arn === null ? name : arn.resource.replace(/^key\//, '');
    const found = short.startsWith('alias/')
      ? (aliases.get(short) ?? []).flatMap((alias) => targetsOf(alias, index))
      : [...(keys.get(short) ?? []), ...(addresses.get(short) ?? [])].map(certain);
    return found.filter(({ key }) => isBeside(key, beside) && (arn === null || isAt(key, arn)));
  };
}

function certain(key: Key): Named {
  return { key, doubt: null };
}

function targetsOf(alias: Alias, index: KeyIndex): readonly Named[] {
  const { keys, doubt } = index.endsOf(alias.target, alias);
  return keys.map((key) => ({ key, doubt }));
}

function isAt({ account, region }: Key, arn: { account: string; region: string }): boolean {
  return mayBe(account, arn.account) && mayBe(region, arn.region);
}

function mayBe(value: Value<string>, wanted: string): boolean {
  return !value.known || value.value === wanted;
}

function groupBy<T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}
