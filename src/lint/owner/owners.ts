import { indexAliases, type AliasIndex } from '../../model/aliases/aliases.ts';
import type { Finding } from '../../model/finding.ts';
import type { Inventory, Key, Subject, Target } from '../../model/inventory.ts';
import { aimsAtKey, keyIdOf } from '../../model/targets.ts';
import type { Value } from '../../model/value.ts';
import { compareText } from '../../text/compare.ts';
import { findCredential } from '../../text/credentials.ts';

/** Whose a key is, and what people call it: what is known and may be shown. Texts are cut, and are not escaped. */
export interface Owner {
  /** Names of the customer aliases that target it, sorted. */
  readonly aliases: readonly string[];
  readonly description: string | null;
  /** The tags that tell it, by their names on the key. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What findings can be grouped by, beside tags. */
export const groupings = ['account', 'region', 'rule', 'root'] as const;

export type Grouping =
  | { readonly by: (typeof groupings)[number] }
  | { readonly by: 'tag'; readonly tag: string };

/** The tags that tell whose a key is, unless the configuration names others. */
export const usualOwnerTags = ['Owner', 'Team', 'Service', 'Name'] as const;

/** AWS takes no longer value of a tag and no longer alias; nobody reads more of a description, or more aliases. */
const longest = { name: 256, description: 512 } as const;
const mostAliases = 50;

/**
 * Finds whose the subjects of findings are: of a key, and of an alias, a policy or a grant by its key. Nothing sensitive is
 * told, nothing that a caller may still change, and nothing that looks like a credential.
 */
export function ownersIn(
  inventories: readonly Inventory[],
  names: readonly string[],
): (finding: Pick<Finding, 'scope' | 'subject'>) => Owner | null {
  const finders = inventories.map((inventory) => finderIn(inventory, names));
  return (finding) => {
    for (const find of finders) {
      const owner = find(finding);
      if (owner !== null) return owner;
    }
    return null;
  };
}

type Finder = (finding: Pick<Finding, 'scope' | 'subject'>) => Owner | null;

function finderIn(inventory: Inventory, names: readonly string[]): Finder {
  const tell = memo((key: Key) => describeOwner(key, (aliases ??= indexAliases(inventory)), names));
  let aliases: AliasIndex | null = null;
  let keys: ReadonlyMap<string, readonly Key[]> | null = null;
  let others: ReadonlyMap<string, Subject & { readonly target: Target }> | null = null;
  return (finding) => {
    keys ??= keysByName(inventory);
    const own = keys.get(placeOf(finding));
    if (own?.length === 1 && own[0] !== undefined) return tell(own[0]);
    others ??= aimedIn(inventory);
    const other = others.get(placeOf(finding));
    const key = other === undefined ? null : keyOf(other, other.target, keys);
    return key === null ? null : tell(key);
  };
}

function memo<K extends object, T>(make: (key: K) => T): (key: K) => T {
  const made = new Map<K, T>();
  return (key) => {
    const found = made.get(key) ?? make(key);
    made.set(key, found);
    return found;
  };
}

/** Keys by subject, identity and id, each with its scope. */
function keysByName({ keys }: Inventory): ReadonlyMap<string, readonly Key[]> {
  const found = new Map<string, Key[]>();
  for (const key of keys) {
    const id = key.keyId.known ? [`id ${key.keyId.value}`] : [];
    for (const name of new Set([key.subject, key.identity, ...id])) {
      const place = `${key.scope}\n${name}`;
      const group = found.get(place);
      if (group === undefined) found.set(place, [key]);
      else group.push(key);
    }
  }
  return found;
}

function aimedIn({ aliases, policies, grants }: Inventory) {
  const aimed = [
    ...aliases,
    ...[...policies, ...grants].map((object) => ({ ...object, target: object.key })),
  ];
  return new Map(aimed.map((object) => [placeOf(object), object]));
}

/** The one key that it is about for certain. */
function keyOf(
  from: Subject,
  target: Target,
  keys: ReadonlyMap<string, readonly Key[]>,
): Key | null {
  const names = target.id.known
    ? [`id ${keyIdOf(target.id.value)}`]
    : target.branches.flatMap(({ identities }) => identities);
  const found = new Set(names.flatMap((name) => keys.get(`${from.scope}\n${name}`) ?? []));
  const [only = null, ...more] = found;
  return only !== null && more.length === 0 && aimsAtKey(target, only, from).is === true
    ? only
    : null;
}

function placeOf({ scope, subject }: Pick<Subject, 'scope' | 'subject'>): string {
  return `${scope}\n${subject}`;
}

/** Whose one key is. */
export function describeOwner(key: Key, aliases: AliasIndex, names: readonly string[]): Owner {
  return {
    aliases: aliasNames(key, aliases).slice(0, mostAliases),
    description: descriptionOf(key),
    tags: ownerTagsOf(key, names),
  };
}

/** Names of the aliases that target the key for certain. */
function aliasNames(key: Key, aliases: AliasIndex): readonly string[] {
  const names = aliases
    .candidatesOf(key)
    .filter((alias) => aimsAtKey(alias.target, key, alias).is === true)
    .flatMap(({ name }) => showable(certain(name), longest.name) ?? []);
  return [...new Set(names)].toSorted(compareText);
}

/** The description of a key, where it is known and may be shown. */
function descriptionOf({ description }: Key): string | null {
  return showable(certain(description), longest.description);
}

/**
 * Those of its tags that are named, whatever their case, in the order of the names; provider's default tags too. Of a tag
 * that the key has in two cases, both.
 */
export function ownerTagsOf(key: Key, names: readonly string[]): Readonly<Record<string, string>> {
  const isHidden = key.allTags.known && key.allTags.sensitive === true;
  const tags = isHidden ? {} : (certain(key.allTags) ?? certain(key.tags) ?? {});
  const own = Object.entries(tags).toSorted(([a], [b]) => compareText(a, b));
  const found = new Map<string, string>();
  for (const name of names) {
    for (const [tag, value] of own) {
      const text = isSameTag(tag, name) ? showable(value, longest.name) : null;
      if (text !== null) found.set(tag, text);
    }
  }
  return Object.fromEntries(found);
}

/** Tags of different case are different tags to AWS, and the same to whoever wrote them. */
export function isSameTag(tag: string, name: string): boolean {
  return tag.toLowerCase() === name.toLowerCase();
}

function certain<T>(value: Value<T>): T | null {
  return value.known && value.sensitive !== true && value.assumed === undefined
    ? value.value
    : null;
}

/** The text within a length; null where there is none, and where it looks like a credential. */
export function showable(text: string | null, most: number): string | null {
  const whole = text?.trim() ?? '';
  if (whole === '' || findCredential(whole) !== null) return null;
  return whole.length <= most
    ? whole
    : `${whole.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
