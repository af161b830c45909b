import type { Json } from './resource.ts';

export type JsonObject = { readonly [member: string]: Json };

/** The boundary between JSON and types: narrow, never cast. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** An own member; never one that the prototype lends. */
export function member(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function textMember(value: Json | undefined, name: string): string | null {
  const text = member(value, name);
  return typeof text === 'string' ? text : null;
}

/** The members of an object, or nothing where it is none. */
export function membersOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}

export function elementsOf(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}

/** The word for a JSON type, for messages. */
export function typeName(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : withArticle(typeof value);
}

function withArticle(noun: string): string {
  return noun === 'object' ? 'an object' : `a ${noun}`;
}
