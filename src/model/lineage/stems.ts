import { existsBeside } from '../absence.ts';
import { nameWithSymbols, showName } from '../aliases/name.ts';
import { isAwsAlias, rolesOf, type AliasRole } from '../aliases/scheme.ts';
import type { Homes } from '../place/home.ts';
import type { Alias, Inventory, Key } from '../inventory.ts';
import type { KeyIndex } from '../keys/index.ts';
import { all, any, undecided, yes, type Truth } from '../truth.ts';
import { unknown, type Unknown } from '../value.ts';

/** A link within one state, before it is told whether that is the prior one. */
export interface StemLink {
  readonly predecessor: Key;
  readonly successor: Key;
  readonly exists: Truth;
  /** Where it stands for many that were not made: which of them holds. */
  readonly doubt: Unknown | null;
  readonly text: string;
}

/** An alias with the key that it may be on. */
interface Step {
  readonly alias: Alias;
  readonly key: Key;
  readonly doubt: Unknown | null;
}

/** The aliases of one stem in one account and Region. */
interface Stem {
  /** Levels of version aliases, lowest first; dates apart from numbers. */
  readonly versions: Map<'date' | 'number', Map<number, Alias[]>>;
  readonly moving: Alias[];
}

/** How many levels without a certain key are looked across. */
const farthest = 8;

/** With more keys on one level, not every one is linked with every one of the next. */
const crowd = 50;

/** Keys ordered by their version aliases, neighbours linked; and the last dated key with the moving alias's. */
export function stemLinks(inventory: Inventory, keys: KeyIndex, homes: Homes): readonly StemLink[] {
  const stepsOf = stepper(keys, homes);
  return [...stemsOf(inventory, homes).values()].flatMap(({ versions, moving }) => {
    const ladders = [...versions].map(([by, levels]) => ({ by, levels: sorted(levels, stepsOf) }));
    const dated = ladders.find(({ by }) => by === 'date')?.levels ?? [];
    const versioned = new Set(ladders.flatMap(({ levels }) => levels.flat().map(({ key }) => key)));
    const targets = moving.flatMap(stepsOf);
    const last = targets.filter(({ key }) => !versioned.has(key));
    return [
      ...ladders.flatMap(({ levels }) => linkLevels(levels)),
      ...linkLevels([...dated.slice(-1), ...(dated.length === 0 ? [] : [last])], true),
    ];
  });
}

function stemsOf(inventory: Inventory, homes: Homes): ReadonlyMap<string, Stem> {
  const { conventions } = inventory;
  const aliases = inventory.aliases.filter(({ exists }) => exists.is !== false);
  const stems = new Map<string, Stem>();
  const roles = rolesByScope(aliases, conventions?.versionPatterns);
  const isShared = sharedStems(roles);
  for (const alias of aliases) {
    const home = homes.homeOf(alias);
    const name = nameWithSymbols(alias.name);
    const role = name === null ? undefined : roles.get(alias.scope)?.get(name);
    if (home === null || role === undefined || !isShared(role.stem)) continue;
    const stem: Stem = stems.get(`${home}\n${role.stem}`) ?? { versions: new Map(), moving: [] };
    stems.set(`${home}\n${role.stem}`, stem);
    if (role.role === 'moving') stem.moving.push(alias);
    else addVersion(stem, role.order.by, role.order.rank, alias);
  }
  return stems;
}

/** A stem of one alias links nothing: most are such, and are passed over before they take memory. */
function sharedStems(
  roles: ReadonlyMap<string, ReadonlyMap<string, AliasRole>>,
): (stem: string) => boolean {
  const [once, often] = [new Set<string>(), new Set<string>()];
  for (const group of roles.values()) {
    for (const { stem } of group.values()) (once.has(stem) ? often : once).add(stem);
  }
  return (stem) => often.has(stem);
}

function addVersion({ versions }: Stem, by: 'date' | 'number', rank: number, alias: Alias): void {
  const levels = versions.get(by) ?? new Map<number, Alias[]>();
  versions.set(by, levels);
  const level = levels.get(rank);
  if (level === undefined) levels.set(rank, [alias]);
  else level.push(alias);
}

function rolesByScope(
  aliases: readonly Alias[],
  patterns: readonly string[] | undefined,
): ReadonlyMap<string, ReadonlyMap<string, AliasRole>> {
  const names = new Map<string, string[]>();
  for (const alias of aliases) {
    const name = nameWithSymbols(alias.name);
    if (name === null || isAwsAlias(name)) continue;
    const group = names.get(alias.scope);
    if (group === undefined) names.set(alias.scope, [name]);
    else group.push(name);
  }
  return new Map([...names].map(([scope, group]) => [scope, rolesOf(group, patterns)]));
}

function sorted(
  levels: ReadonlyMap<number, readonly Alias[]>,
  stepsOf: (alias: Alias) => readonly Step[],
): readonly (readonly Step[])[] {
  return [...levels]
    .toSorted(([a], [b]) => a - b)
    .map(([, aliases]) => aliases.flatMap(stepsOf))
    .filter((level) => level.length > 0);
}

/** An alias in another account or Region than its key is no alias of that key, and orders nothing. */
function stepper(keys: KeyIndex, homes: Homes): (alias: Alias) => readonly Step[] {
  return (alias) => {
    const { keys: found, doubt } = keys.endsOf(alias.target, alias);
    return found.filter((key) => !homes.areApart(alias, key)).map((key) => ({ alias, key, doubt }));
  };
}

/** Links each level with the next, and across levels whose key is in doubt. */
function linkLevels(
  levels: readonly (readonly Step[])[],
  canFork: boolean = false,
): readonly StemLink[] {
  return levels.flatMap((low, i) => {
    const links: StemLink[] = [];
    for (const [ahead, high] of levels.slice(i + 1, i + 1 + farthest).entries()) {
      const between = levels.slice(i, i + ahead + 2);
      if (between.some((level) => level.length > crowd))
        return [...links, ...crowdLinks(low, high)];
      const doubts = between.flatMap((level) => doubtsOf(level, canFork));
      links.push(...low.flatMap((from) => high.flatMap((to) => linkOf(from, to, doubts))));
      if (doubtsOf(high, canFork).length === 0) break;
    }
    return links;
  });
}

/** One link for each key, which leaves open what it leads to: all of them would be as many as the product of both. */
function crowdLinks(low: readonly Step[], high: readonly Step[]): readonly StemLink[] {
  return Array.from({ length: Math.max(low.length, high.length) }).flatMap((_, i) => {
    const [from, to] = [low[i % low.length], high[i % high.length]];
    if (from === undefined || to === undefined) return [];
    const what = `which of ${low.length} and ${high.length} keys, such as ${from.key.subject} and ${to.key.subject}, follow each other`;
    const doubt = unknown('evaluation-limit', what, from.alias.at);
    return linkOf(from, to, [doubt]).map((link) => ({ ...link, doubt }));
  });
}

/** Two keys with one date have no order; two moving aliases are two successors. */
function doubtsOf(level: readonly Step[], canFork: boolean): readonly Unknown[] {
  const [first] = level;
  const others = level.filter(({ key }) => key !== first?.key);
  const own = level.flatMap(({ doubt }) => (doubt === null ? [] : [doubt]));
  if (first === undefined || others.length === 0 || canFork) return own;
  const what = `the order of ${first.key.subject} and ${others[0]?.key.subject ?? ''}`;
  return [...own, unknown('conflicting-declarations', what, first.alias.at)];
}

function linkOf(from: Step, to: Step, doubts: readonly Unknown[]): readonly StemLink[] {
  if (from.key === to.key) return [];
  return [
    {
      predecessor: from.key,
      successor: to.key,
      exists: all(
        existsBeside(from.alias, from.key),
        existsBeside(to.alias, to.key),
        any(existsBeside(from.key, to.key), existsBeside(to.key, from.key)),
        doubts.length === 0 ? yes : undecided(...doubts),
      ),
      doubt: null,
      text: `${showName(from.alias.name)} is on ${from.key.subject} and ${showName(to.alias.name)} on ${to.key.subject}`,
    },
  ];
}
