import { existsBeside, mayBeHidden } from '../absence.ts';
import { homesOf, sharesHome } from '../place/home.ts';
import { nameWithSymbols } from './name.ts';
import { isAwsAlias, rolesOf } from './scheme.ts';
import type { Alias, Inventory, Key } from '../inventory.ts';
import { aimsAtKey, hasBranch, keyIdOf } from '../targets.ts';
import { all, any, anyOf, choose, no, truth, undecided, yes, type Truth } from '../truth.ts';

/** Which aliases count: every customer alias, moving ones alone, or version aliases alone. */
export type Counting = 'any' | 'moving' | 'version';

/** The aliases that may target a key, found without looking at every other one. */
export interface AliasIndex {
  candidatesOf(key: Key): readonly Alias[];
  isMoving(alias: Alias): boolean;
  /** An alias counts only for a key of its own account and Region. */
  sharesHome(alias: Alias, key: Key): Truth;
}

/**
 * Whether a customer alias targets the key. One branch of a conditional target is enough, unless told otherwise.
 * Unknown where aliases were not all read, an unresolved target may be this key, or a caller may give it one.
 */
export function hasAlias(
  key: Key,
  inventory: Inventory,
  index: AliasIndex,
  counting: Counting,
  isBranchEnough: boolean = true,
): Truth {
  const candidates = index
    .candidatesOf(key)
    .map((alias) =>
      all(
        index.sharesHome(alias, key),
        existsBeside(alias, key),
        truth(counting === 'any' || index.isMoving(alias) === (counting === 'moving')),
        isBranchEnough && hasBranch(alias.target, key) ? yes : aimsAtKey(alias.target, key, alias),
      ),
    );
  return any(
    anyOf(candidates),
    mayBeHidden(inventory, key.scope, 'alias', key),
    key.exit === undefined ? no : undecided(key.exit),
  );
}

/** `versioned` wants a moving alias on a key, and a version alias on one that another replaced. */
export type AliasScheme = 'any' | 'moving' | 'versioned';

/** Whether the aliases that the scheme wants point at the key. */
export function followsScheme(
  key: Key,
  inventory: Inventory,
  index: AliasIndex,
  scheme: AliasScheme,
  isPredecessor: Truth,
): Truth {
  if (scheme !== 'versioned') return hasAlias(key, inventory, index, scheme);
  const version = hasAlias(key, inventory, index, 'version');
  return choose(isPredecessor, version, hasAlias(key, inventory, index, 'moving'));
}

const indexed = new WeakMap<Inventory, WeakMap<Inventory, AliasIndex>>();

/**
 * Sorts the customer aliases of an inventory by what they may target; once, for many rules ask.
 * @param prior the state before, which may know an account that this one does not
 */
export function indexAliases(inventory: Inventory, prior: Inventory = inventory): AliasIndex {
  const byPrior = indexed.get(inventory) ?? new WeakMap<Inventory, AliasIndex>();
  const index = byPrior.get(prior) ?? sortAliases(inventory, prior);
  indexed.set(inventory, byPrior.set(prior, index));
  return index;
}

function sortAliases(inventory: Inventory, prior: Inventory): AliasIndex {
  const aliases = inventory.aliases.filter(
    (alias) => isCustomerAlias(alias) && alias.exists.is !== false,
  );
  const byTarget = new Map<string, Alias[]>();
  const add = (name: string, alias: Alias): void => {
    const group = byTarget.get(`${alias.scope}\n${name}`);
    if (group === undefined) byTarget.set(`${alias.scope}\n${name}`, [alias]);
    else group.push(alias);
  };
  for (const alias of aliases) for (const name of targetNames(alias)) add(name, alias);
  let moving: ReadonlySet<Alias> | null = null;
  return {
    candidatesOf: (key) => {
      const names = [key.identity, ...(key.keyId.known ? [`id ${key.keyId.value}`] : []), '?'];
      const known = key.keyId.known ? [] : ['id'];
      const found = [...names, ...known].flatMap((n) => byTarget.get(`${key.scope}\n${n}`) ?? []);
      return [...new Set(found)];
    },
    sharesHome: (alias, key) =>
      key.source === 'live' ? yes : sharesHome(alias, key, homesOf(inventory, prior)),
    isMoving: (alias) =>
      nameWithSymbols(alias.name) === null ||
      (moving ??= movingAliases(aliases, inventory.conventions?.versionPatterns)).has(alias),
  };
}

/** Under which names to file an alias: its target's id, the objects it may be, and `?` where it may be any. */
function targetNames({ target }: Alias): readonly string[] {
  const branches = [...target.branches, ...(target.otherwise ?? [])];
  const identities = branches.flatMap((branch) => branch.identities);
  if (target.id.known) return [...identities, 'id', `id ${keyIdOf(target.id.value)}`];
  return target.complete ? identities : [...identities, '?'];
}

/** No one but AWS can create `alias/aws/…`, so an alias whose name is not known is a customer's. */
function isCustomerAlias(alias: Alias): boolean {
  return !(alias.name.known && isAwsAlias(alias.name.value));
}

function movingAliases(
  aliases: readonly Alias[],
  patterns: readonly string[] | undefined,
): ReadonlySet<Alias> {
  const byScope = new Map<string, Alias[]>();
  for (const alias of aliases) {
    const group = byScope.get(alias.scope);
    if (group === undefined) byScope.set(alias.scope, [alias]);
    else group.push(alias);
  }
  const moving = new Set<Alias>();
  for (const group of byScope.values()) {
    const names = group.flatMap(({ name }) => nameWithSymbols(name) ?? []);
    const roles = rolesOf(names, patterns);
    for (const alias of group) {
      const name = nameWithSymbols(alias.name);
      if (name !== null && roles.get(name)?.role === 'moving') moving.add(alias);
    }
  }
  return moving;
}
