import type { JsonNode } from '../../hcl/syntax/json-text.ts';
import type { Json } from '../../read/input/resource.ts';
import { MalformedText } from './malformed.ts';

export type { JsonNode } from '../../hcl/syntax/json-text.ts';

/** Parses a configuration, YAML by its name, else JSON. @throws MalformedText */
export async function parseConfig(text: string, path: string): Promise<JsonNode> {
  const isYaml = /\.ya?ml$/i.test(path);
  return isYaml ? (await import('./yaml.ts')).parseYaml(text) : await parseJsonText(text);
}

/** Strict JSON with the places of its values. @throws MalformedText */
export async function parseJsonText(text: string): Promise<JsonNode> {
  try {
    const { parseJson } = await import('../../hcl/syntax/json-text.ts');
    return parseJson(text);
  } catch (error) {
    throw describeSyntaxError(error, text);
  }
}

function describeSyntaxError(error: unknown, text: string): MalformedText {
  const end = text.trimEnd().length;
  if (!(error instanceof SyntaxError)) {
    return new MalformedText('the JSON is nested too deeply', 0);
  }
  const { message } = error;
  const [, position] = /position (\d+)/.exec(message) ?? [];
  const offset = position === undefined ? end : Number(position);
  if (text.trim() === '') return new MalformedText('the file is empty', 0);
  if (offset >= end) return new MalformedText('not valid JSON: it ends too early', end);
  const found = JSON.stringify(String.fromCodePoint(text.codePointAt(offset) ?? 0));
  return new MalformedText(`not valid JSON: unexpected ${found}`, offset);
}

/** The value without its places. */
export function toJson(node: JsonNode): Json {
  if (node.j === 'scalar') return node.value;
  if (node.j === 'array') return node.items.map(toJson);
  const members = node.members.map(({ name, value }): [string, Json] => [name, toJson(value)]);
  return Object.fromEntries(members);
}

/** Where a JSON pointer leads: the value, and where its member begins; the nearest value above where it is absent. */
export function follow(node: JsonNode, pointer: string): { value: JsonNode; start: number } {
  let found = { value: node, start: node.start };
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    const { value } = found;
    const next =
      value.j === 'array'
        ? value.items[Number(name)]
        : value.j === 'object'
          ? value.members.find((member) => member.name === name)
          : undefined;
    if (next === undefined) return found;
    found = 'j' in next ? { value: next, start: next.start } : next;
  }
  return found;
}
