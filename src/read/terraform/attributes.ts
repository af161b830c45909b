import type { Gap } from '../../model/inventory.ts';
import { known, mapValue, unknown, type Unknown, type Value } from '../../model/value.ts';
import { isObject, typeName } from '../input/json.ts';
import { readArgument } from './computed.ts';
import type { Json, Resource } from '../input/resource.ts';

/** Where arguments of an unexpected type are reported. */
export interface Flaws {
  readonly scope: string;
  readonly found: Gap[];
}

/** A text argument, to which Terraform converts numbers and bools; null where it is unset. */
export function readText(resource: Resource, name: string, flaws: Flaws): Value<string | null> {
  return convert(resource, name, flaws, 'a string', (json) =>
    typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean'
      ? String(json)
      : undefined,
  );
}

/** Terraform 1.11 converts these four strings to a bool, and no other. */
const flags: ReadonlyMap<Json, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** A boolean argument. */
export function readFlag(resource: Resource, name: string, flaws: Flaws): Value<boolean | null> {
  return convert(resource, name, flaws, 'a boolean', (json) => {
    return typeof json === 'boolean' ? json : flags.get(json);
  });
}

/** BypassPolicyLockoutSafetyCheck of CreateKey and PutKeyPolicy, false where it is unset. */
export function readBypass(resource: Resource, flaws: Flaws): Value<boolean> {
  return orDefault(readFlag(resource, 'bypass_policy_lockout_safety_check', flaws), false);
}

/** A number argument; Terraform converts strings of digits. */
export function readNumber(resource: Resource, name: string, flaws: Flaws): Value<number | null> {
  return convert(resource, name, flaws, 'a number', (json) => {
    if (typeof json === 'number') return json;
    return typeof json === 'string' && /^-?\d+(\.\d+)?$/.test(json) ? Number(json) : undefined;
  });
}

/**
 * String tags: a map, or the list of key and value that the awscc provider has. Tags that are not known yet declare
 * nothing: who declares a predecessor by tag writes it out.
 */
export function readTags(
  resource: Resource,
  flaws: Flaws,
): Value<Readonly<Record<string, string>>> {
  const tags = readOwnTags(resource, flaws);
  return tags.known ? tags : known({}, 'default', tags.at);
}

function readOwnTags(resource: Resource, flaws: Flaws): Value<Readonly<Record<string, string>>> {
  const tags = convert(resource, 'tags', flaws, 'a map or list', (json) =>
    typeof json === 'object' ? textPairs(json) : undefined,
  );
  return mapValue(tags, (pairs) => pairs ?? {});
}

/** The same with the default tags of the provider: `tags_all` of a plan, or what a configuration makes of both. */
export function readAllTags(
  resource: Resource,
  flaws: Flaws,
): Value<Readonly<Record<string, string>>> {
  const { value } = resource.attribute('tags_all');
  if (value.known && isObject(value.value)) return { ...value, value: textPairs(value.value) };
  const own = readOwnTags(resource, flaws);
  const { providerTags: given } = resource;
  if (!given.known) return given;
  const defaults = isObject(given.value) ? textPairs(given.value) : {};
  if (!own.known) return own;
  const assumed = own.assumed ?? given.assumed;
  return {
    ...own,
    value: { ...defaults, ...own.value },
    ...(given.sensitive === true ? { sensitive: true } : {}),
    ...(assumed === undefined ? {} : { assumed }),
  };
}

/** Tags that are there and whose values are not known yet. */
export function lackingTags(resource: Resource): { readonly tagsLacking?: Unknown } {
  const [tagsLacking] = ['tags_all', 'tags'].flatMap((name) => {
    return resource.attribute(name).lacking ?? [];
  });
  return tagsLacking === undefined ? {} : { tagsLacking };
}

/** A value that AWS or the provider computes: unknown until it is there. */
export function readComputed(resource: Resource, name: string, flaws: Flaws): Value<string> {
  const value = readText(resource, name, flaws);
  if (value.known && value.value !== null && value.value !== '') {
    return orDefault(value, '');
  }
  if (!value.known && (value.reason === 'unexpected-type' || resource.source === 'state'))
    return value;
  const what = `${resource.address}.${name}`;
  return unknown('known-after-apply', what, resource.at, what);
}

/** The first of several computed attributes that is there: an id has two names, and old providers write one of them. */
export function readFirst(
  resource: Resource,
  names: readonly [string, ...string[]],
  flaws: Flaws,
): Value<string> {
  const [first, ...others] = names;
  const value = readComputed(resource, first, flaws);
  const [next, ...rest] = others;
  if (value.known || next === undefined) return value;
  const other = readFirst(resource, [next, ...rest], flaws);
  return other.known ? other : value;
}

/** The value, or the provider's default where it is unset. */
export function orDefault<T>(value: Value<T | null>, fallback: T): Value<T> {
  if (!value.known) return value;
  const held = value.value;
  return held === null ? { ...value, value: fallback, from: 'default' } : { ...value, value: held };
}

/**
 * One of the API's values; a value that AWS added later is unknown, not an error. Where a caller may still change it, that is
 * the reason.
 */
export function oneOf<T extends string>(value: Value<string>, members: readonly T[]): Value<T> {
  if (!value.known) return value;
  const found = members.find((member) => member === value.value);
  if (found !== undefined) return { ...value, value: found };
  if (value.assumed !== undefined) return value.assumed;
  // What no value of the API looks like is a mistake: it proves nothing.
  if (!/^[A-Z][A-Z0-9_]*$/.test(value.value)) {
    return unknown('unexpected-type', 'a value that AWS has not', value.at);
  }
  return unknown(
    'unrecognised-value',
    value.sensitive === true ? '(sensitive)' : value.value,
    value.at,
  );
}

/** An argument that `narrow` makes something of; null where it is unset, unknown where a part of it is. */
export function convert<T>(
  resource: Resource,
  name: string,
  flaws: Flaws,
  wanted: string,
  narrow: (json: Json) => T | undefined,
): Value<T | null> {
  const value = readArgument(resource, name, wanted === 'a string');
  if (!value.known) return value;
  if (value.value === null) return { ...value, value: null };
  const converted = narrow(value.value);
  if (converted !== undefined) return mapValue(value, () => converted);
  const what = `${name} of ${resource.address} is ${typeName(value.value)}, where the provider has ${wanted}`;
  flaws.found.push({
    scope: flaws.scope,
    reason: 'unexpected-type',
    what,
    hides: [],
    at: value.at,
  });
  return unknown('unexpected-type', what, value.at);
}

function textPairs(json: Json): Readonly<Record<string, string>> {
  const pairs = Array.isArray(json)
    ? json.map((tag): [Json | undefined, Json | undefined] =>
        isObject(tag) ? [tag['key'], tag['value']] : [undefined, undefined],
      )
    : Object.entries(json ?? {});
  return Object.fromEntries(
    pairs.filter(([key, value]) => typeof key === 'string' && typeof value === 'string'),
  );
}

/** A value known from the resource type alone. */
export function fixed<T>(value: T, resource: Resource): Value<T> {
  return known(value, 'default', resource.at);
}
