import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { isObject, type JsonObject } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';

// AWS's own description of a service, as the AWS CLI carries it.

const libraries = fileURLToPath(new URL('../../../.venv/lib', import.meta.url));

/** The description of a service; the CLI checks a request by it, but neither the values of an enumeration nor patterns. */
export function readModel(service: string): JsonObject {
  const [python = ''] = readdirSync(libraries);
  const folder = join(libraries, python, 'site-packages', 'botocore', 'data', service);
  const version = readdirSync(folder).toSorted().at(-1) ?? '';
  const packed = readFileSync(join(folder, version, 'service-2.json.gz'));
  const model: Json = JSON.parse(gunzipSync(packed).toString('utf8'));
  if (!isObject(model)) throw new Error(`${service} has no description`);
  return model;
}

const within = (value: Json | undefined, ...names: readonly string[]): Json | undefined =>
  names.reduce<Json | undefined>(
    (inner, name) => (isObject(inner) ? inner[name] : undefined),
    value,
  );

/** What is wrong with a request by the description: members that are missing or unknown, and texts that nothing allows. */
export function faultsOf(model: JsonObject, operation: string, request: Json): readonly string[] {
  const name = within(model, 'operations', operation, 'input', 'shape');
  return typeof name === 'string'
    ? faultsIn(model, name, request, operation)
    : [`${operation} is no operation`];
}

function textIn(value: Json | undefined, name: string): string {
  const text = within(value, name);
  return typeof text === 'string' ? text : '';
}

function faultsIn(model: JsonObject, name: string, value: Json, at: string): readonly string[] {
  const shape = within(model, 'shapes', name);
  const part = (...names: readonly string[]): Json | undefined => within(shape, ...names);
  const nameOf = (inner: Json | undefined): string => textIn(inner, 'shape');
  switch (textIn(shape, 'type')) {
    case 'structure': {
      if (!isObject(value)) return [`${at} is no structure`];
      const required = part('required');
      const missing = (Array.isArray(required) ? required : []).filter(
        (one) => !Object.hasOwn(value, String(one)),
      );
      return [
        ...missing.map((one) => `${at} lacks ${String(one)}`),
        ...Object.entries(value).flatMap(([member, inner]) => {
          const known = part('members', member);
          if (known === undefined) return [`${at} has no ${member}`];
          return faultsIn(model, nameOf(known), inner, `${at}.${member}`);
        }),
      ];
    }
    case 'list':
      if (!Array.isArray(value)) return [`${at} is no list`];
      return value.flatMap((one, i) => faultsIn(model, nameOf(part('member')), one, `${at}.${i}`));
    case 'map':
      if (!isObject(value)) return [`${at} is no map`];
      return Object.values(value).flatMap((one) =>
        faultsIn(model, nameOf(part('value')), one, `${at}.*`),
      );
    case 'string':
      return faultsInText(shape, value, at);
    case 'integer':
      return typeof value === 'number' ? [] : [`${at} is no number`];
    default:
      return [];
  }
}

function faultsInText(shape: Json | undefined, value: Json, at: string): readonly string[] {
  if (typeof value !== 'string') return [`${at} is no text`];
  const [enumeration, pattern] = [within(shape, 'enum'), within(shape, 'pattern')];
  const isListed = !Array.isArray(enumeration) || enumeration.includes(value);
  const isMatched = typeof pattern !== 'string' || new RegExp(`^(?:${pattern})$`, 'u').test(value);
  return isListed && isMatched ? [] : [`${at} may not be ${value}`];
}
