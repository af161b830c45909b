import { UserError } from '../errors.ts';
import type { Alias, Inventory, Key, Subject } from '../model/inventory.ts';
import { indexKeys } from '../model/keys/index.ts';
import { suggest, quote } from '../text/suggest.ts';
import { compareText } from '../text/compare.ts';

/** So many candidates are named. */
const mostNamed = 5;

/**
 * The key that a word means: an address, an ARN or a key id, or the name, address or ARN of an alias that points at it.
 * @throws UserError where there is none, with the nearest names, or more than one, with all of them
 */
export function findKey(word: string, inventory: Inventory): Key {
  const found = meant(word, inventory);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (found.length > 1) {
    const names = found.map((key) => nameOf(key, inventory)).toSorted(compareText);
    const more = names.length > mostNamed ? `, and ${names.length - mostNamed} more` : '';
    throw new UserError(
      `${quote(word)} may be ${found.length} keys: ${names.slice(0, mostNamed).join(', ')}${more}; name one of them, or the input that holds it alone`,
    );
  }
  const names = [...new Set(namesIn(inventory))];
  throw new UserError(`${quote(word)}: no such key${hintFor(word, names, inventory)}`);
}

function hintFor(word: string, names: readonly string[], inventory: Inventory): string {
  if (names.length === 0) return ': there is no customer managed key in the inputs';
  const near = suggest(word, names);
  return near === '' ? `; there are ${listOf(inventory)}` : near;
}

function meant(word: string, inventory: Inventory): readonly Key[] {
  const keys = inventory.keys.filter(isJudged);
  const exact = keys.filter(({ subject }) => subject === word);
  if (exact.length > 0) return oncePerKey(exact);
  const byId = keys.filter((key) => is(key.arn, word) || is(key.keyId, word));
  if (byId.length > 0) return oncePerKey(byId);
  const index = indexKeys(inventory);
  const aliases = inventory.aliases.filter(
    (alias) => isJudged(alias) && (alias.subject === word || is(alias.name, word)),
  );
  const targets = aliases.flatMap((alias) => index.endsOf(alias.target, alias).keys);
  if (targets.length > 0) return oncePerKey(targets);
  return oncePerKey(keys.filter(({ subject }) => withoutIndexes(subject) === word));
}

function isJudged({ covered, exists }: Subject): boolean {
  return covered !== true && exists.is !== false;
}

function is(value: Alias['name'], word: string): boolean {
  return value.known && value.sensitive !== true && value.value === word;
}

/** One key that an account and a plan tell of: AWS's own answers tell more. */
function oncePerKey(keys: readonly Key[]): readonly Key[] {
  const first = new Map<string, Key>();
  for (const key of keys.toSorted((a, b) => rank(a) - rank(b))) {
    const name = key.arn.known ? key.arn.value : `${key.scope}\n${key.identity}`;
    if (!first.has(name)) first.set(name, key);
  }
  return [...first.values()];
}

function rank({ source }: Key): number {
  return source === 'live' ? 0 : 1;
}

function withoutIndexes(subject: string): string {
  return subject.replaceAll(/\[[^\]]*\]/g, '');
}

/** Two root modules may have one address. */
function nameOf(key: Key, { keys }: Inventory): string {
  const isShared = keys.some((other) => other.subject === key.subject && other.scope !== key.scope);
  return isShared ? `${key.subject} in ${key.scope}` : key.subject;
}

function namesIn({ keys, aliases }: Inventory): readonly string[] {
  return [
    ...keys.filter(isJudged).flatMap(({ subject, keyId }) => [subject, ...shown(keyId)]),
    ...aliases.filter(isJudged).flatMap(({ subject, name }) => [subject, ...shown(name)]),
  ];
}

function shown(value: Alias['name']): readonly string[] {
  return value.known && value.sensitive !== true ? [value.value] : [];
}

function listOf({ keys }: Inventory): string {
  const names = keys.filter(isJudged).map(({ subject }) => subject);
  const more = names.length > mostNamed ? `, and ${names.length - mostNamed} more` : '';
  return `${names.slice(0, mostNamed).join(', ')}${more}`;
}
