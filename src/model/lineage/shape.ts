import type { Key } from '../inventory.ts';
import { all, undecided } from '../truth.ts';
import { unknown, type Unknown } from '../value.ts';
import { nameOf, strengthOf, type Link } from './link.ts';

/** Links between the same ends become one; the one against stronger certain evidence goes. */
export function merge(links: readonly Link[]): readonly Link[] {
  const groups = new Map<string, [Link, ...Link[]]>();
  for (const link of links.toSorted((a, b) => strengthOf(a) - strengthOf(b))) {
    const name = `${startOf(link) ?? link.scope}\n\n${endsOf(link).join('\n')}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [link]);
    else group.push(link);
  }
  const byEnds = new Map([...groups].map(([name, group]) => [name, join(group)]));
  const merged = [...byEnds.values()];
  return merged.filter((link) => !isOverruled(link, byEnds));
}

/** The evidence of all; what is certain by one is certain. */
function join(links: readonly [Link, ...Link[]]): Link {
  const [first, ...others] = links;
  if (others.length === 0) return first;
  const settled = links.find(({ exists }) => exists.is !== 'unknown');
  return {
    ...first,
    exists: (settled ?? links.at(-1) ?? first).exists,
    doubt: links.some(({ doubt }) => doubt === null) ? null : first.doubt,
    evidence: [first.evidence[0], ...links.flatMap(({ evidence }) => evidence).slice(1)],
  };
}

/** A rollback moves an alias back against the order of the version aliases: the move decides. */
function isOverruled(link: Link, byEnds: ReadonlyMap<string, Link>): boolean {
  const [end, ...others] = endsOf(link);
  const start = startOf(link);
  if (start === null || end === undefined || others.length > 0) return false;
  const reverse = byEnds.get(`${end}\n\n${start}`);
  return reverse?.exists.is === true && strengthOf(reverse) < strengthOf(link);
}

/** Leaves cycles and forks undecided: which key came first, or which one took over, is not told. */
export function doubtShapes(links: readonly Link[]): readonly Link[] {
  const possible = links.filter(({ exists }) => exists.is !== false);
  const edges = edgesOf(possible);
  const cyclic = cyclicOf(edges);
  const counts = countByStart(possible);
  return links.map((link) => {
    const { predecessor } = link;
    const start = startOf(link);
    if (predecessor === null || start === null) return link;
    const isCyclic = cyclic.has(start) && endsOf(link).some((end) => cyclic.has(end));
    return {
      ...link,
      exists: isCyclic ? all(link.exists, undecided(cycleAt(predecessor, link))) : link.exists,
      fork: (counts.get(start) ?? 0) > 1 && isFork(start, edges) ? forkAt(predecessor) : null,
    };
  });
}

type Edges = ReadonlyMap<string, ReadonlySet<string>>;

function edgesOf(links: readonly Link[]): Edges {
  const edges = new Map<string, Set<string>>();
  for (const link of links) {
    const start = startOf(link);
    if (start === null) continue;
    const ends = edges.get(start) ?? new Set<string>();
    edges.set(start, ends);
    for (const end of endsOf(link)) ends.add(end);
    if (isElsewhere(link)) ends.add(`${start}\nelsewhere`);
  }
  return edges;
}

/** A successor that is not in the input, or was not found: one more than those that are. */
function isElsewhere({ successors, doubt, exists }: Link): boolean {
  return successors.length === 0 || (doubt !== null && exists.is === 'unknown');
}

/** The alternatives of one link are no fork: they have one answer, or none. */
function countByStart(links: readonly Link[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const link of links) {
    const start = startOf(link);
    if (start !== null) counts.set(start, (counts.get(start) ?? 0) + 1);
  }
  return counts;
}

/** What is left when every key without a predecessor, and then every one without a successor, is taken away. */
function cyclicOf(edges: Edges): ReadonlySet<string> {
  const forward = withoutEnds(edges);
  const reversed = new Map<string, Set<string>>();
  for (const [start, ends] of forward) {
    for (const end of ends) reversed.set(end, (reversed.get(end) ?? new Set()).add(start));
  }
  return new Set(withoutEnds(reversed).keys());
}

/** Takes away, again and again, the keys that nothing leads to. */
function withoutEnds(edges: Edges): Edges {
  const counts = new Map<string, number>([...edges.keys()].map((name) => [name, 0]));
  for (const ends of edges.values()) {
    for (const end of ends) counts.set(end, (counts.get(end) ?? 0) + 1);
  }
  const pending = [...counts].filter(([, count]) => count === 0).map(([name]) => name);
  const gone = new Set<string>();
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    gone.add(name);
    for (const end of edges.get(name) ?? []) {
      const count = (counts.get(end) ?? 0) - 1;
      counts.set(end, count);
      if (count === 0) pending.push(end);
    }
  }
  return new Map(
    [...edges]
      .filter(([name]) => !gone.has(name))
      .map(([name, ends]) => [name, new Set([...ends].filter((end) => !gone.has(end)))]),
  );
}

/** More successors than this are no chain. */
const mostOnChain = 8;
const mostSteps = 1000;

/** Several successors, none of which leads to all the others. */
function isFork(start: string, edges: Edges): boolean {
  const ends = edges.get(start) ?? new Set<string>();
  if (ends.size < 2) return false;
  if (ends.size > mostOnChain) return true;
  return ![...ends].some((end) => {
    const reached = reachableFrom(end, edges);
    return [...ends].every((other) => reached.has(other));
  });
}

function reachableFrom(start: string, edges: Edges): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const name of reached) {
    if (reached.size > mostSteps) break;
    for (const end of edges.get(name) ?? []) reached.add(end);
  }
  return reached;
}

function startOf({ predecessor, isGone }: Link): string | null {
  return predecessor === null ? null : nameOf(predecessor, isGone);
}

function endsOf({ successors }: Link): readonly string[] {
  return successors.map((key) => nameOf(key, false));
}

function cycleAt(predecessor: Key, { successors }: Link): Unknown {
  const names = [predecessor, ...successors].map((key) => key.subject).join(' and ');
  return unknown('conflicting-declarations', `which of ${names} came first`, predecessor.at);
}

function forkAt(key: Key): Unknown {
  return unknown('conflicting-declarations', `the successor of ${key.subject}`, key.at);
}
