import { fail } from '../value/value.ts';

/** A JSON value with its offsets. */
export type JsonNode = { readonly start: number; readonly end: number } & (
  | { readonly j: 'scalar'; readonly value: string | number | boolean | null }
  | { readonly j: 'array'; readonly items: readonly JsonNode[] }
  | { readonly j: 'object'; readonly members: readonly JsonMember[] }
);

export interface JsonMember {
  readonly name: string;
  readonly start: number;
  readonly value: JsonNode;
}

const token = /\s*(?:([{}[\],:])|("(?:[^"\\]|\\.)*")|([^\s{}[\],:"]+))/y;
const maxDepth = 200;

/** Parses JSON, keeping the offset of each value. */
export function parseJson(text: string): JsonNode {
  JSON.parse(text);
  let at = 0;
  const next = (): { text: string; start: number } => {
    token.lastIndex = at;
    const match = token.exec(text);
    const found = match?.[1] ?? match?.[2] ?? match?.[3];
    if (found === undefined) return fail('the JSON ends early');
    at = token.lastIndex;
    return { text: found, start: at - found.length };
  };
  const peek = (): string => {
    const before = at;
    const found = next().text;
    at = before;
    return found;
  };
  const list = <T>(close: string, item: () => T): readonly T[] => {
    const items: T[] = [];
    while (peek() !== close) {
      items.push(item());
      if (peek() === ',') next();
    }
    next();
    return items;
  };
  const value = (depth: number): JsonNode => {
    if (depth > maxDepth) return fail('the JSON is nested too deeply');
    const { text: word, start } = next();
    if (word === '[') {
      const items = list(']', () => value(depth + 1));
      return { j: 'array', items, start, end: at };
    }
    if (word === '{') {
      const members = list('}', () => member(depth));
      return { j: 'object', members, start, end: at };
    }
    return { j: 'scalar', value: scalar(word), start, end: at };
  };
  const member = (depth: number): JsonMember => {
    const { text: name, start } = next();
    next();
    return { name: String(scalar(name)), start, value: value(depth + 1) };
  };
  return value(0);
}

function scalar(word: string): string | number | boolean | null {
  const value: unknown = JSON.parse(word);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : null;
}
