import type { SourceLocation } from '../../model/location.ts';
import type { Expr } from '../language/ast.ts';
import { parseJson, type JsonMember, type JsonNode } from './json-text.ts';
import type { Meanings } from './meaning.ts';
import {
  emptyBody,
  locator,
  type Argument,
  type Block,
  type Body,
  type SourceFile,
} from '../language/source.ts';
import { bool, nullVal, number, text as textVal } from '../value/value.ts';

interface Context {
  readonly path: string;
  readonly text: string;
  readonly locate: (start: number, end: number) => SourceLocation;
  readonly meanings: Meanings;
}

const labelsOf: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  variable: 1,
  output: 1,
  module: 1,
  provider: 1,
  dynamic: 1,
  backend: 1,
};

/** Reads the JSON syntax of the language; throws where it is not JSON. */
export function readJsonFile(path: string, text: string, meanings: Meanings): SourceFile {
  const context = { path, text, meanings, locate: locator(path, text) };
  const root = parseJson(text);
  const blocks = objects(root).flatMap((node) =>
    node.members.flatMap((member) => blocksOf(member, context)),
  );
  return { path, body: { ...emptyBody, blocks }, comments: [] };
}

type ObjectNode = Extract<JsonNode, { j: 'object' }>;

function objects(node: JsonNode): readonly ObjectNode[] {
  if (node.j === 'object') return [node];
  return node.j === 'array' ? node.items.flatMap(objects) : [];
}

function blocksOf(member: JsonMember, context: Context): readonly Block[] {
  const nest = (node: JsonNode, labels: readonly string[], start: number): readonly Block[] =>
    objects(node).flatMap((inner) => {
      if (labels.length === (labelsOf[member.name] ?? 0)) {
        const within = inConstruct(inner, context);
        const at = within.locate(start, inner.end);
        return [{ type: member.name, labels, body: readBody(inner, within), at }];
      }
      return inner.members.flatMap(({ name, value, start: here }) =>
        nest(value, [...labels, name], here),
      );
    });
  return nest(member.value, [], member.start);
}

/** The program that wrote a block may say in its comment which of its constructs it stands for, as CDK for Terraform does. */
function inConstruct(block: ObjectNode, context: Context): Context {
  const comment = memberOf(block, '//');
  const path = memberOf(memberOf(comment, 'metadata'), 'path');
  if (path?.j !== 'scalar' || typeof path.value !== 'string') return context;
  const construct = path.value;
  return { ...context, locate: (start, end) => ({ ...context.locate(start, end), construct }) };
}

function memberOf(node: JsonNode | undefined, name: string): JsonNode | undefined {
  return node?.j === 'object' ? node.members.find((one) => one.name === name)?.value : undefined;
}

/** Without a schema an object may be a block or an argument: it is offered as both. */
function readBody(node: ObjectNode, context: Context): Body {
  const members = node.members.filter(({ name }) => name !== '//');
  const args = members
    .filter(({ name }) => name !== 'dynamic')
    .map((member): readonly [string, Argument] => [member.name, readArgument(member, context)]);
  return { args: new Map(args), blocks: members.flatMap((member) => blocksOf(member, context)) };
}

function readArgument({ name, start, value }: JsonMember, context: Context): Argument {
  const isText = value.j === 'scalar' && typeof value.value === 'string';
  let meaning: Expr | null = null;
  return {
    name,
    source: isText ? value.value : context.text.slice(value.start, value.end),
    at: context.locate(start, value.end),
    locate: () => context.locate(start, value.end),
    expression: () => (meaning ??= expression(value, context)),
    askAhead: () => undefined,
  };
}

function expression(node: JsonNode, context: Context): Expr {
  if (node.j === 'array') {
    return { e: 'tuple', items: node.items.map((item) => expression(item, context)) };
  }
  if (node.j === 'object') {
    const items = node.members.map(({ name, value }) => {
      return [template(name, context), expression(value, context)] as const;
    });
    return { e: 'object', items };
  }
  const { value } = node;
  if (typeof value === 'string') return template(value, context);
  if (value === null) return { e: 'literal', value: nullVal };
  return { e: 'literal', value: typeof value === 'number' ? number(value) : bool(value) };
}

function template(content: string, { path, meanings }: Context): Expr {
  return templateOf(content, (source) => meanings.of(path, source));
}

/** The meaning of a template without delimiters: a JSON string, a template file. */
export function templateOf(content: string, meaning: (source: string) => Expr): Expr {
  if (!/[$%]\{/.test(content)) return { e: 'literal', value: textVal(content) };
  let longest = 0;
  for (const [found] of content.matchAll(/KMSLINT_*/g)) longest = Math.max(longest, found.length);
  const marker = 'KMSLINT'.padEnd(longest + 1, '_');
  const whole = meaning(`<<${marker}\n${content}\n${marker}\n`);
  const parts = whole.e === 'template' ? whole.parts : [whole];
  const last = parts.at(-1);
  if (last?.e !== 'literal' || last.value.t !== 'string') return whole;
  const rest = last.value.v.replace(/\n$/, '');
  const kept = parts.slice(0, -1);
  const [only] = kept;
  if (rest !== '') return { e: 'template', parts: [...kept, literal(rest)] };
  return kept.length === 1 && only !== undefined ? only : { e: 'template', parts: kept };
}

function literal(content: string): Expr {
  return { e: 'literal', value: textVal(content) };
}
