import { keyHeldBy, names } from '../consumers/holders.ts';
import { listConsumers } from '../consumers/listed.ts';
import type { Consumer, Key } from '../inventory.ts';
import { haveOneTypeAndUsage } from '../keys/compatible.ts';
import { sharesHome } from '../place/home.ts';
import { all } from '../truth.ts';
import type { Link } from './link.ts';
import { keyNow, type States } from './states.ts';

/** A consumer of the prior state, with the keys that its arguments held there. */
interface Holder {
  readonly consumer: Consumer;
  readonly held: ReadonlyMap<Key, ReadonlySet<string>>;
}

/**
 * Keys of which every consumer takes one and the same other key, which had none before. One that stays, goes or cannot be told
 * keeps the keys apart: the other key may serve another purpose.
 */
export function consumerLinks(states: States): readonly Link[] {
  const { present, prior } = states;
  const before = (prior.consumers ?? []).map((consumer) => holderOf(consumer, states));
  if (before.length === 0) return [];
  const after = new Map((present.consumers ?? []).map((one) => [nameOf(one), one]));
  const byKey = new Map<Key, Holder[]>();
  for (const holder of before) {
    for (const key of holder.held.keys()) {
      const group = byKey.get(key);
      if (group === undefined) byKey.set(key, [holder]);
      else group.push(holder);
    }
  }
  const busy = new Set([...byKey.keys()].map(nameOf));
  return [...byKey].flatMap(([key, holders]) => {
    const next = holders.map((holder) => successorOf(key, holder, after, states));
    const [first] = next;
    const isOne = first !== undefined && next.every((successor) => successor === first);
    if (!isOne || first === null || busy.has(nameOf(first))) return [];
    const movers = holders.flatMap(({ consumer }) => after.get(nameOf(consumer)) ?? []);
    return linkOf(key, first, movers, states);
  });
}

function holderOf(consumer: Consumer, { prior }: States): Holder {
  const held = new Map<Key, Set<string>>();
  for (const holding of consumer.holdings) {
    const key = keyHeldBy(holding, consumer, prior);
    if (key !== null) held.set(key, (held.get(key) ?? new Set()).add(holding.argument));
  }
  return { consumer, held };
}

/** The one key that a consumer holds now in the place of another; null where it keeps that, or it cannot be told. */
function successorOf(
  key: Key,
  { consumer, held }: Holder,
  after: ReadonlyMap<string, Consumer>,
  { present }: States,
): Key | null {
  const now = after.get(nameOf(consumer));
  if (now === undefined || now.exists.is !== true) return null;
  const keys = now.holdings.map((one) => ({ one, next: keyHeldBy(one, now, present) }));
  if (keys.some(({ one, next }) => names(one, key, now) || stays(key, next))) return null;
  const own = keys.filter(({ one }) => held.get(key)?.has(one.argument) === true);
  const [first] = own;
  const isOne = first !== undefined && own.every(({ next }) => next === first.next);
  return isOne ? first.next : null;
}

/** A key that is replaced at its own address is no link. */
function stays(key: Key, next: Key | null): boolean {
  if (next === null) return false;
  return (
    next.identity === key.identity || (key.change?.deposed === true && next.subject === key.subject)
  );
}

function linkOf(
  before: Key,
  successor: Key,
  movers: readonly Consumer[],
  states: States,
): readonly Link[] {
  const { key: predecessor, isGone } = keyNow(before, states);
  const exists = all(
    haveOneTypeAndUsage(before, successor),
    sharesHome(successor, before, states.homes),
  );
  if (exists.is === false) return [];
  const verb = movers.length === 1 ? 'moves' : 'move';
  const text = `${listConsumers(movers)} ${verb} from ${before.subject} to ${successor.subject}`;
  return [
    {
      scope: successor.scope,
      predecessor,
      isGone,
      successors: [successor],
      doubt: null,
      exists,
      fork: null,
      evidence: [{ kind: 'consumers', text, alias: null }],
    },
  ];
}

function nameOf({ scope, identity }: Consumer | Key): string {
  return `${scope}\n${identity}`;
}
