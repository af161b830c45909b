import type { Inventory, Subject } from '../inventory.ts';
import { no, undecided, yes, type Truth } from '../truth.ts';
import { unknown, type Value } from '../value.ts';

/** Tells which objects live in one account and Region, although a plan knows them of some objects alone. */
export interface Homes {
  /** Equal texts are one scope, account and Region; null where one of them cannot be told apart. */
  homeOf(subject: Subject): string | null;
  /** The account, also where only another object of the same provider configuration tells it. */
  accountOf(subject: Subject): Value<string>;
  /** Whether account or Region are known to differ. */
  areApart(a: Subject, b: Subject): boolean;
}

/** Whether two objects are in one account and Region; unknown where they are of different provider configurations. */
export function sharesHome(a: Subject, b: Subject, homes: Homes): Truth {
  if (homes.areApart(a, b)) return no;
  const home = homes.homeOf(a);
  if (home !== null && home === homes.homeOf(b)) return yes;
  const what = `whether ${a.subject} and ${b.subject} share account and Region`;
  return undecided(unknown('not-read', what, a.at));
}

type Part = 'account' | 'region';

const homes = new WeakMap<Inventory, WeakMap<Inventory, Homes>>();

/** The homes of what two states hold; computed once for each pair. */
export function homesOf(present: Inventory, prior: Inventory): Homes {
  const before = homes.get(present) ?? new WeakMap<Inventory, Homes>();
  homes.set(present, before);
  const found = before.get(prior) ?? learnHomes([present, prior]);
  before.set(prior, found);
  return found;
}

function learnHomes(inventories: readonly Inventory[]): Homes {
  const values = new Map<string, Value<string> | null>();
  for (const { keys, aliases, policies, grants } of inventories) {
    for (const subject of [...keys, ...aliases, ...policies, ...grants]) {
      learn(values, nameOf(subject, 'account'), subject.account);
      learn(values, nameOf(subject, 'region'), subject.region);
    }
  }
  const resolve = (subject: Subject, part: Part): Value<string> => {
    const own = subject[part];
    const name = nameOf(subject, part);
    return own.known || name === null ? own : (values.get(name) ?? own);
  };
  const placeOf = (subject: Subject, part: Part): string | null => {
    const value = resolve(subject, part);
    if (value.known) return `= ${value.value}`;
    const symbol = subject.symbols[part] ?? value.symbol;
    return symbol === undefined ? null : `symbol ${symbol}`;
  };
  return {
    homeOf: (subject) => {
      const [account, region] = [placeOf(subject, 'account'), placeOf(subject, 'region')];
      return account === null || region === null ? null : `${subject.scope}\n${account}\n${region}`;
    },
    accountOf: (subject) => resolve(subject, 'account'),
    areApart: (a, b) =>
      differ(resolve(a, 'account'), resolve(b, 'account')) ||
      differ(resolve(a, 'region'), resolve(b, 'region')),
  };
}

function nameOf({ scope, symbols }: Subject, part: Part): string | null {
  const symbol = symbols[part];
  return symbol === null ? null : `${scope}\n${part}\n${symbol}`;
}

/** A symbol that two objects contradict stands for nothing. */
function learn(
  values: Map<string, Value<string> | null>,
  name: string | null,
  value: Value<string>,
): void {
  if (name === null || !value.known) return;
  const before = values.get(name);
  const agrees = before === undefined || (before?.known === true && before.value === value.value);
  values.set(name, agrees ? value : null);
}

function differ(a: Value<string>, b: Value<string>): boolean {
  return a.known && b.known && a.value !== b.value;
}
