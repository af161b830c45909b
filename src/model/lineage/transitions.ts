import { isAwsAlias } from '../aliases/scheme.ts';
import type { Alias, Key } from '../inventory.ts';
import { all, undecided, yes, type Truth } from '../truth.ts';
import { show, unknown } from '../value.ts';
import type { Link } from './link.ts';
import { keyNow, type States } from './states.ts';

/** One alias that targets a key in the prior state and another one in the present. */
export function transitionLinks(states: States): readonly Link[] {
  const before = priorAliases(states);
  return states.present.aliases.flatMap((alias) => {
    if (alias.name.known && isAwsAlias(alias.name.value)) return [];
    const earlier = before(alias);
    return earlier === null ? [] : linkOf(earlier, alias, states);
  });
}

/**
 * The alias as it was: the same resource with the same name, or, where the plan deletes one resource and
 * another takes over its name, the one of that name in the same account and Region.
 */
export function priorAliases({ prior, homes }: States): (alias: Alias) => Alias | null {
  const byIdentity = new Map<string, Alias>();
  const byName = new Map<string, Alias>();
  for (const alias of prior.aliases) {
    byIdentity.set(`${alias.scope}\n${alias.identity}`, alias);
    const home = homes.homeOf(alias);
    const goes = alias.change?.action === 'delete' || alias.change?.action === 'replace';
    if (goes && alias.name.known && home !== null)
      byName.set(`${home}\n${alias.name.value}`, alias);
  }
  return (alias) => {
    const same = byIdentity.get(`${alias.scope}\n${alias.identity}`);
    if (same !== undefined && !isRenamed(same, alias)) return same;
    const home = homes.homeOf(alias);
    if (!alias.name.known || home === null) return null;
    return byName.get(`${home}\n${alias.name.value}`) ?? null;
  };
}

function isRenamed(earlier: Alias, alias: Alias): boolean {
  return earlier.name.known && alias.name.known && earlier.name.value !== alias.name.value;
}

function linkOf(earlier: Alias, alias: Alias, states: States): readonly Link[] {
  if (isUnmoved(earlier, alias)) return [];
  const old = states.priorKeys.endsOf(earlier.target, earlier);
  const next = states.keys.endsOf(alias.target, alias);
  const [before = null] = old.keys.length === 1 ? old.keys : [];
  const others = next.keys.filter((key) => before === null || !isSame(before, key));
  const mayStay = others.length < next.keys.length;
  if (others.length === 0 && (next.doubt === null || mayStay)) return [];
  const successors = others.filter((key) => before === null || !states.homes.areApart(before, key));
  if (successors.length === 0 && others.length > 0) return [];
  const ends = before === null ? null : keyNow(before, states);
  const doubt = next.doubt ?? (before === null ? old.doubt : null);
  const isOpen = mayStay || (next.doubt !== null && isUnresolved(alias, next.keys));
  return [
    {
      scope: alias.scope,
      predecessor: ends?.key ?? null,
      isGone: ends?.isGone ?? false,
      successors,
      doubt,
      exists: all(
        alias.exists,
        isOpen && next.doubt !== null ? undecided(next.doubt) : yes,
        ...successors.map((key) => isTogether(before, key, states)),
      ),
      fork: null,
      evidence: [describe(alias, before, successors)],
    },
  ];
}

/** Both ids are known and equal, though neither key is in the input. */
function isUnmoved({ target: old }: Alias, { target }: Alias): boolean {
  return old.id.known && target.id.known && old.id.value === target.id.value;
}

/** A key replaced at its own address is no link. */
function isSame(a: Key, b: Key): boolean {
  return a.identity === b.identity || (a.change?.deposed === true && a.subject === b.subject);
}

/** A known id of a key that is not in the input is a move; a reference that was not followed may be none. */
function isUnresolved({ target }: Alias, keys: readonly Key[]): boolean {
  return !target.id.known && (!target.complete || keys.length === 0);
}

/** UpdateAlias never leaves the account and Region; two provider configurations may be one account or not. */
function isTogether(before: Key | null, key: Key, { homes }: States): Truth {
  const home = homes.homeOf(key);
  if (before === null || (home !== null && home === homes.homeOf(before))) return yes;
  const { account } = key;
  const what = `whether ${before.subject} and ${key.subject} share account and Region`;
  return undecided(unknown('not-read', what, account.at));
}

function describe(
  alias: Alias,
  before: Key | null,
  successors: readonly Key[],
): Link['evidence'][0] {
  const isPrintable = alias.name.known && alias.name.sensitive !== true;
  const name = isPrintable ? show(alias.name) : alias.subject;
  const to = successors.map((key) => key.subject).join(' or ');
  return {
    kind: 'transition',
    text: `${name} moves${before === null ? '' : ` from ${before.subject}`}${to === '' ? ' to another key' : ` to ${to}`}`,
    alias: isPrintable ? show(alias.name) : null,
  };
}
