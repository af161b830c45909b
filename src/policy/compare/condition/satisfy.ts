import { beyond, both, doubt, join, overLimit } from '../../text/guess.ts';
import type { Guess } from '../../text/guess.ts';
import type { Meter } from '../../text/meter.ts';
import { symbolsOf } from '../../text/text.ts';
import { flags, isFlag, isMultivalued } from './predicate.ts';
import type { Predicate } from './predicate.ts';
import { isPossible, mayBeEqual } from './value.ts';
import type { Membership } from './value.ts';

/** A predicate that a request is to meet, or not to meet. */
interface Demand {
  readonly predicate: Predicate;
  readonly met: boolean;
}

/** Demands by the key that they are about. */
type Demands = ReadonlyMap<string, readonly Demand[]>;

/** So many branches one search may take. */
const mostBranches = 2000;

/**
 * Whether some request meets every predicate of `must`, and of each list of `never` misses one: the question behind
 * "is one condition implied by several together", and behind "can two conditions hold at once". `true` and `false`
 * are certain, whatever the symbols stand for.
 */
export function isSatisfiable(
  must: readonly Predicate[],
  never: readonly (readonly Predicate[])[],
  meter: Meter,
): Guess {
  const given = new Set(must.map(({ id }) => id));
  const open = never.map((list) => list.filter(({ id }) => !given.has(id)));
  if (open.some((list) => list.length === 0)) return false;
  const base = gather(must.map((predicate) => ({ predicate, met: true })));
  const known = check(base, [...base.keys()], meter);
  if (known === false) return false;
  const relevant = open.filter(
    (list) => list.length === 1 || !list.some((p) => isExcluded(p, base, meter)),
  );
  const units = relevant.filter((list) => list.length === 1).flat();
  const forced = gather(
    units.map((predicate) => ({ predicate, met: false })),
    base,
  );
  const start = check(forced, [...new Set(units.map(({ key }) => key.key))], meter);
  if (start === false) return false;
  const rest = relevant.filter((list) => list.length > 1).toSorted((a, b) => a.length - b.length);
  const search: Search = { rest, meter, left: mostBranches };
  return branch(
    search,
    0,
    forced,
    both(known, () => start),
  );
}

interface Search {
  readonly rest: readonly (readonly Predicate[])[];
  readonly meter: Meter;
  left: number;
}

function branch(search: Search, at: number, demands: Demands, sofar: Guess): Guess {
  const list = search.rest[at];
  if (list === undefined) return both(sofar, () => trustOf(demands, search.meter));
  let result: Guess = false;
  for (const predicate of list) {
    if (--search.left < 0 || !search.meter.spend(1)) return overLimit;
    const more = gather([{ predicate, met: false }], demands);
    const possible = check(more, [predicate.key.key], search.meter);
    if (possible === false) continue;
    const found = branch(
      search,
      at + 1,
      more,
      both(sofar, () => possible),
    );
    if (found === true) return true;
    if (found !== false) result = typeof result === 'boolean' ? found : join(result, found);
  }
  return result;
}

/** Whether a predicate certainly fails where the base holds: then its whole list is missed. */
function isExcluded(predicate: Predicate, base: Demands, meter: Meter): boolean {
  if (!base.has(predicate.key.key)) return false;
  const together = gather([{ predicate, met: true }], base);
  return check(together, [predicate.key.key], meter) === false;
}

function gather(demands: readonly Demand[], before: Demands = new Map()): Demands {
  const added = new Map<string, Demand[]>();
  for (const demand of demands) {
    const { key } = demand.predicate.key;
    const list = added.get(key);
    if (list === undefined) added.set(key, [...(before.get(key) ?? []), demand]);
    else list.push(demand);
  }
  return new Map([...before, ...added]);
}

function check(demands: Demands, keys: readonly string[], meter: Meter): Guess {
  let result: Guess = true;
  for (const key of keys) {
    const guess = checkKey(demands.get(key) ?? [], meter);
    if (guess === false) return false;
    result = both(result, () => guess);
  }
  return result;
}

/** Whether a request can meet all demands on one key. */
function checkKey(demands: readonly Demand[], meter: Meter): Guess {
  const met = new Map(demands.map(({ predicate, met: m }) => [predicate.id, m]));
  if (demands.some(({ predicate, met: m }) => met.get(predicate.id) !== m)) return false;
  const clear = demands.filter(({ predicate }) => predicate.opaque === null);
  if (clear.every(({ predicate, met: m }) => predicate.absent === m)) return true;
  if (clear.some(({ predicate, met: m }) => predicate.values === null && predicate.absent === m))
    return false;
  const valued = clear.filter(({ predicate }) => predicate.values !== null);
  const [first] = valued;
  if (first === undefined) return true;
  const isMany = isMultivalued(first.predicate.key.certain ?? '');
  if (isMany === true) return checkMany(valued, meter);
  const one = isPossible(valued.flatMap(asMembership), meter);
  const isQualified = valued.some(({ predicate }) => predicate.quantifier !== 'one');
  if (isMany === false || !isQualified || one === true) return one;
  const many = checkMany(valued, meter);
  return many === one ? one : beyond('whether a condition key has several values');
}

/** A flag is one of two values. */
function asMembership({ predicate, met }: Demand): readonly Membership[] {
  const { values, negated, key } = predicate;
  if (values === null) return [];
  const own: Membership = { values, inside: met !== negated };
  return predicate.isFlag || isFlag(key.certain ?? '')
    ? [own, { values: flags, inside: true }]
    : [own];
}

/** Several values at once: some of them demanded of each, others of one. */
function checkMany(demands: readonly Demand[], meter: Meter): Guess {
  const isOfAll = ({ predicate, met }: Demand): boolean => (predicate.quantifier === 'all') === met;
  const everywhere = demands.filter(isOfAll).flatMap(asMembership);
  const somewhere = demands.filter((demand) => !isOfAll(demand)).flatMap(asMembership);
  if (somewhere.length === 0) return isPossible(everywhere, meter);
  let result: Guess = true;
  for (const membership of somewhere) {
    const guess = isPossible([membership, ...everywhere], meter);
    if (guess === false) return false;
    result = both(result, () => guess);
  }
  return result;
}

/** What keeps a request that was found from being certain: predicates and keys that are not wholly known. */
function trustOf(demands: Demands, meter: Meter): Guess {
  const all = [...demands.values()].flat();
  const isPlain = all.every(({ met }) => met);
  const opaque = all.flatMap(({ predicate, met }) =>
    predicate.opaque === null || (met && isPlain) ? [] : predicate.opaque,
  );
  const keys = [...demands.values()].map(([first]) => first?.predicate.key);
  const hidden = keys.filter((key) => key?.certain === null);
  const unclear = isPlain
    ? []
    : hidden.flatMap((key) =>
        keys.flatMap((other) =>
          key === undefined || other === undefined || key === other
            ? []
            : mayBeEqual(key, other, meter) === false
              ? []
              : [...symbolsOf(key), ...symbolsOf(other)],
        ),
      );
  const names = [...opaque, ...unclear];
  return names.length === 0 ? true : doubt(names);
}
