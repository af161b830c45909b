import { isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments, visit, type Node } from 'yaml';
import type { JsonMember, JsonNode } from '../../hcl/syntax/json-text.ts';
import { MalformedText } from './malformed.ts';

/**
 * Parses YAML 1.2 as far as it is JSON written otherwise. Anchors, aliases, tags, several documents and keys that
 * are no text are refused: nothing in a configuration needs them, and aliases can multiply a few lines without end.
 * @throws MalformedText
 */
export function parseYaml(text: string): JsonNode {
  refuseDepth(text);
  const documents = parseAllDocuments(text, {
    prettyErrors: false,
    uniqueKeys: false,
    merge: false,
    schema: 'core',
    logLevel: 'silent',
  });
  if (!Array.isArray(documents) || documents.length === 0) return empty;
  const [first, second] = documents;
  if (first === undefined) return empty;
  const problem = first.errors[0] ?? first.warnings[0];
  if (problem !== undefined) throw new MalformedText(describe(problem.message), problem.pos[0]);
  if (second !== undefined) {
    throw new MalformedText('a second document begins; keep one', second.range[0]);
  }
  visit(first, (_, node) => {
    if (isPair(node)) return;
    if (isAlias(node)) throw new MalformedText('aliases are not read; write it out', startOf(node));
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return;
    if (node.anchor !== undefined) {
      throw new MalformedText('anchors are not read; write it out', startOf(node));
    }
    if (node.tag !== undefined) {
      throw new MalformedText('tags are not read; leave it away', startOf(node));
    }
  });
  return first.contents === null ? empty : toJsonNode(first.contents);
}

const deepest = 100;

/** The parser recurses, and its regular expressions abort the process where little of the stack is left. */
function refuseDepth(text: string): void {
  const directive = /^%/m.exec(text);
  if (directive !== null) throw new MalformedText('directives are not read', directive.index);
  const indented = new RegExp(`^[ \\t?:-]{${2 * deepest}}`, 'm').exec(text);
  if (indented !== null) throw new MalformedText('it is indented too deeply', indented.index);
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '[' || c === '{') depth++;
    else if (c === ']' || c === '}') depth = Math.max(0, depth - 1);
    if (depth > deepest) throw new MalformedText('its brackets are nested too deeply', i);
  }
}

const empty: JsonNode = { j: 'object', members: [], start: 0, end: 0 };

function describe(message: string): string {
  const [line = ''] = message.split('\n');
  return `not valid YAML: ${line.charAt(0).toLowerCase()}${line.slice(1)}`;
}

function startOf({ range }: Node): number {
  return range?.[0] ?? 0;
}

function toJsonNode(node: Node): JsonNode {
  const [start, end] = node.range ?? [0, 0];
  if (isSeq(node)) {
    return { j: 'array', items: node.items.map((item) => elementOf(item, start)), start, end };
  }
  if (isMap(node)) {
    return { j: 'object', members: node.items.map((pair) => memberOf(pair, start)), start, end };
  }
  const value: unknown = isScalar(node) ? node.value : null;
  const isPlain =
    typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number';
  return { j: 'scalar', value: isPlain ? value : null, start, end };
}

function elementOf(item: unknown, around: number): JsonNode {
  return isNodeOf(item)
    ? toJsonNode(item)
    : { j: 'scalar', value: null, start: around, end: around };
}

function memberOf(pair: { key: unknown; value: unknown }, around: number): JsonMember {
  const { key } = pair;
  const start = isNodeOf(key) ? startOf(key) : around;
  if (!isScalar(key) || typeof key.value !== 'string') {
    throw new MalformedText('a key is no text', start);
  }
  return { name: key.value, start, value: elementOf(pair.value, start) };
}

function isNodeOf(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value);
}
