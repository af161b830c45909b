import type { Declaration } from '../conventions.ts';
import type { Inventory, Key, Source } from '../inventory.ts';
import { consumerLinks } from './consumers.ts';
import { declaredLinks } from './declared.ts';
import { nameOf, type Link } from './link.ts';
import { doubtShapes, merge } from './shape.ts';
import { keyNow, statesOf, type States } from './states.ts';
import { stemLinks } from './stems.ts';
import { transitionLinks } from './transitions.ts';
import { anyOf, no, type Truth } from '../truth.ts';

export type { Evidence, Link } from './link.ts';
export type { Declaration } from '../conventions.ts';

/** Which keys replaced which. */
export interface Lineage {
  readonly links: readonly Link[];
  /** The keys that some link names as predecessor, those that the plan takes away included. */
  readonly predecessors: readonly Predecessor[];
  /** Whether a present key is the predecessor in some link. */
  isPredecessor(key: Key): Truth;
}

/** A predecessor with all of its links. */
export interface Predecessor {
  readonly key: Key;
  readonly isGone: boolean;
  readonly links: readonly [Link, ...Link[]];
  /** Whether some link holds; a cycle is no doubt here, for whatever came first, this key was replaced. */
  readonly isReplaced: Truth;
}

const computed = new WeakMap<Inventory, WeakMap<Inventory, Lineage>>();

/**
 * Links of predecessors to successors, by moved aliases, by consumers that take another key, by the stems of version aliases,
 * now and before the plan, and by declaration. Never across scopes, accounts and Regions.
 */
export function lineageOf(present: Inventory, prior: Inventory): Lineage {
  const byPrior = computed.get(present) ?? new WeakMap<Inventory, Lineage>();
  computed.set(present, byPrior);
  const lineage =
    byPrior.get(prior) ?? readLineage(present, prior, present.conventions?.lineage ?? []);
  byPrior.set(prior, lineage);
  return lineage;
}

function readLineage(
  present: Inventory,
  prior: Inventory,
  declarations: readonly Declaration[],
): Lineage {
  const states = statesOf(present, prior);
  const merged = merge([
    ...transitionLinks(states),
    ...consumerLinks(states),
    ...presentStems(states),
    ...priorStems(states),
    ...declaredLinks(states, declarations),
  ]);
  const links = doubtShapes(merged);
  const predecessors = groupByPredecessor(merged);
  return {
    links,
    predecessors: [...predecessors.values()],
    // A tag that could not be read is no evidence: it takes no verdict from other keys.
    isPredecessor: (key) => predecessors.get(nameOf(key, false))?.isReplaced ?? no,
  };
}

function presentStems({ present, keys, homes }: States): readonly Link[] {
  return stemLinks(present, keys, homes).map(({ predecessor, successor, exists, doubt, text }) => ({
    scope: successor.scope,
    predecessor,
    isGone: false,
    successors: [successor],
    doubt,
    exists,
    fork: null,
    evidence: [{ kind: 'stem', text, alias: null }],
  }));
}

/** When a prior state was, for a message. */
const whenBefore: Readonly<Record<Source, string>> = {
  hcl: 'before',
  plan: 'before the plan',
  state: 'in the earlier state',
  live: 'in the earlier snapshot',
};

/** What the aliases said before the plan stays true of the keys that the successor still follows. */
function priorStems(states: States): readonly Link[] {
  const { prior, priorKeys, homes } = states;
  return stemLinks(prior, priorKeys, homes).flatMap((link) => {
    const { predecessor, successor, exists, doubt, text } = link;
    const after = keyNow(successor, states);
    if (after.isGone) return [];
    const before = keyNow(predecessor, states);
    const evidence = {
      kind: 'earlier stem',
      text: `${whenBefore[predecessor.source]}, ${text}`,
      alias: null,
    } as const;
    return [
      {
        scope: successor.scope,
        predecessor: before.key,
        isGone: before.isGone,
        successors: [after.key],
        doubt,
        exists,
        fork: null,
        evidence: [evidence],
      },
    ];
  });
}

function groupByPredecessor(links: readonly Link[]): ReadonlyMap<string, Predecessor> {
  const groups = new Map<string, { readonly key: Key; readonly links: [Link, ...Link[]] }>();
  for (const link of links) {
    const { predecessor: key, isGone } = link;
    if (key === null) continue;
    const before = groups.get(nameOf(key, isGone));
    if (before === undefined) groups.set(nameOf(key, isGone), { key, links: [link] });
    else before.links.push(link);
  }
  return new Map(
    [...groups].map(([name, { key, links: own }]) => {
      const isReplaced = anyOf(own.map(({ exists }) => exists));
      return [name, { key, isGone: own[0].isGone, links: own, isReplaced }];
    }),
  );
}
