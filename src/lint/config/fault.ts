import { quote, suggest } from '../../text/suggest.ts';
import { follow, type JsonNode } from './parse.ts';

/** What a compiled schema says is wrong; the part of ajv's error that is used. */
export interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly parentSchema?: {
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly enum?: readonly unknown[];
    readonly type?: string | readonly string[];
  };
}

/** What is wrong, and the offset where. */
export interface Fault {
  readonly what: string;
  readonly offset: number;
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'an object',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

/** The members whose form a pattern demands, and that form. */
const forms: Readonly<Record<string, string>> = {
  expires: 'is no day of the form YYYY-MM-DD',
  versionPatterns: 'must hold {stem} and, behind it, {number}',
  fingerprint: 'must be 32 hexadecimal digits',
};

/** An error of a schema in words, with its place in the text. */
export function describeFault(error: SchemaError, root: JsonNode): Fault {
  const { instancePath, keyword, params, parentSchema = {} } = error;
  const { value, start } = follow(root, instancePath);
  const name = nameOf(instancePath);
  const here = name === '' ? 'the whole' : name;
  switch (keyword) {
    case 'additionalProperties': {
      const stranger = String(params['additionalProperty']);
      const names = Object.keys(parentSchema.properties ?? {});
      const member = value.j === 'object' && value.members.find((m) => m.name === stranger);
      return {
        what: describeStranger(stranger, instancePath, names),
        offset: member === false || member === undefined ? start : member.start,
      };
    }
    case 'required':
      return {
        what: `${quote(String(params['missingProperty']))} is missing`,
        offset: value.start,
      };
    case 'type': {
      const wanted = [parentSchema.type ?? []].flat().map((type) => words[type] ?? type);
      return {
        what: `${here} must be ${wanted.join(' or ')}, and is ${typeOf(value)}`,
        offset: value.start,
      };
    }
    case 'enum':
      return { what: describeChoice(here, value, parentSchema.enum ?? []), offset: value.start };
    case 'pattern':
      return { what: `${here} ${formOf(instancePath)}`, offset: value.start };
    case 'minProperties':
      return { what: `${here} says nothing`, offset: value.start };
    case 'minimum':
    case 'maximum': {
      const bound = keyword === 'minimum' ? 'at least' : 'at most';
      return { what: `${here} must be ${bound} ${String(params['limit'])}`, offset: value.start };
    }
    default:
      return { what: `${here} is not valid`, offset: value.start };
  }
}

function describeStranger(stranger: string, path: string, names: readonly string[]): string {
  const kind = path === '/rules' ? 'rule' : path.endsWith('/options') ? 'option' : 'setting';
  const near = names.length === 0 ? '' : suggest(stranger, names);
  if (near !== '') return `no ${kind} is called ${quote(stranger)}${near}`;
  const list =
    kind === 'rule' ? '`kmslint rules` lists them' : `the settings here are ${names.join(', ')}`;
  return `no ${kind} is called ${quote(stranger)}; ${list}`;
}

function describeChoice(here: string, value: JsonNode, choices: readonly unknown[]): string {
  const given = value.j === 'scalar' ? String(value.value) : '';
  const names = choices.map(String);
  const isRule = names.length > 8;
  const what = isRule
    ? `no rule that can be named here is called ${quote(given)}`
    : `${here} is ${quote(given)}, and must be one of ${names.join(', ')}`;
  return `${what}${suggest(given, names)}`;
}

function formOf(path: string): string {
  const named = path.split('/').findLast((token) => Object.hasOwn(forms, token));
  return named === undefined ? 'is empty' : (forms[named] ?? '');
}

/** The last member that a pointer names; list elements by their list. */
function nameOf(pointer: string): string {
  const name = pointer.split('/').findLast((token) => !/^\d*$/.test(token)) ?? '';
  return name.replaceAll('~1', '/').replaceAll('~0', '~').slice(0, 80);
}

function typeOf(node: JsonNode): string {
  if (node.j === 'array') return 'a list';
  if (node.j === 'object') return 'an object';
  if (node.value === null) return 'nothing';
  return words[typeof node.value] ?? 'something else';
}
