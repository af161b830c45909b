import { parseArn } from '../../model/targets.ts';
import { tokensOf } from '../../model/location.ts';
import { relevantTypes } from './resource.ts';

/** Whether resources of a type may hold a key: neither KMS's own nor a key store's. */
export function mayConsume(type: string): boolean {
  return !relevantTypes.has(type) && !/^(?:aws|awscc)_(?:kms|cloudhsm)/.test(type);
}

/** Maps and lists of pairs, whose members are no arguments. */
const pairs: ReadonlySet<string> = new Set([
  'annotations',
  'keepers',
  'labels',
  'metadata',
  'parameters',
  'tag',
  'tags',
  'tags_all',
  'triggers',
  'variables',
]);

/**
 * Whether an argument may hold others: blocks do, which plans have as lists. An object is a map as a rule; those of the awscc
 * provider are not, nor are the few of other providers that tell of encryption.
 */
export function holdsArguments(type: string, name: string, isObject: boolean): boolean {
  if (pairs.has(name)) return false;
  return !isObject || type.startsWith('awscc_') || /encrypt|kms|sse/.test(name);
}

/** The same in JSON syntax, which writes a single block as it writes a map. */
export function mayBeBlock(name: string): boolean {
  return !pairs.has(name);
}

/**
 * Whether the name of an argument is that of one for a key. Where its value is not known yet, a reference to a key may stand
 * inside of a policy or another text as well, and a plan does not tell which.
 */
export function isForKey(pointer: string): boolean {
  const names = tokensOf(pointer).filter((token) => !/^\d+$/.test(token));
  const name = names.slice(-2).join('.');
  return /(?:^|[._])(?:kms|cmk|key)(?:[._]|$)|encrypt/.test(name) && !/polic|statement/.test(name);
}

/** The names of keys and aliases by which texts may hold them. */
export interface KeyNames {
  readonly ids: ReadonlySet<string>;
  /** With their prefix. */
  readonly aliases: ReadonlySet<string>;
}

/** An alias has at most 256 characters (KMS API, AliasNameType); an ARN adds fewer than this. */
const longest = 400;

/** Whether a whole text is the id, ARN or alias of one of the keys. */
export function isNamed(text: string, { ids, aliases }: KeyNames): boolean {
  if (text.length > longest) return false;
  const name = text.startsWith('arn:') ? parseArn(text)?.resource : text;
  if (name === undefined) return false;
  return name.startsWith('alias/') ? aliases.has(name) : ids.has(name.replace(/^key\//, ''));
}
