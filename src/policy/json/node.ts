import type { Place, Report } from './problem.ts';
import type { Source } from '../text/source.ts';
import { literal, symbolsOf } from '../text/text.ts';
import type { Text } from '../text/text.ts';

/** A JSON value with its place. `symbol` is a value of which nothing is known. */
export type Node =
  | (Place & {
      readonly kind: 'object';
      readonly members: readonly Member[];
      readonly open: readonly string[];
    })
  | (Place & { readonly kind: 'array'; readonly items: readonly Node[] })
  | (Place & { readonly kind: 'string'; readonly text: Text })
  | (Place & { readonly kind: 'number' | 'boolean' | 'null'; readonly text: Text })
  | (Place & { readonly kind: 'symbol'; readonly text: Text });

export interface Member {
  readonly name: Text;
  readonly at: Place;
  readonly value: Node;
}

/** A kind of value with its article. */
export function named(kind: Node['kind']): string {
  const article = kind === 'array' || kind === 'object' ? 'an' : 'a';
  return kind === 'null' ? 'null' : `${article} ${kind}`;
}

/** Where the reader stands in the text. */
export interface Cursor {
  readonly source: Source;
  readonly report: Report;
  offset: number;
}

/** Canonical text of a whole value: equal values have equal keys. */
export function nodeKey(node: Node): string {
  if (node.kind === 'array') return `[${node.items.map(nodeKey).join(',')}]`;
  if (node.kind !== 'object') return `${node.kind}:${node.text.key.length}:${node.text.key}`;
  const members = node.members.map((m) => `${m.name.key.length}:${m.name.key}${nodeKey(m.value)}`);
  return `{${members.toSorted().join(',')}|${node.open.map((s) => literal(s).key).join(',')}}`;
}

/** The symbols anywhere in a value. */
export function nodeSymbols(node: Node): readonly string[] {
  if (node.kind === 'array') return node.items.flatMap(nodeSymbols);
  if (node.kind !== 'object') return symbolsOf(node.text);
  const inside = node.members.flatMap((m) => [...symbolsOf(m.name), ...nodeSymbols(m.value)]);
  return [...inside, ...node.open];
}
