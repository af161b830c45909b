import { conditionKeys, globalKeys } from '../../generated/policy-authorization.js';
import { closest, distance } from 'fastest-levenshtein';
import { isIPv4, isIPv6 } from 'node:net';
import type { Operator } from './operator.ts';
import { printText } from '../text/text.ts';
import type { Text } from '../text/text.ts';

const kms = new Map(
  Object.entries(conditionKeys).map(([name, type]) => [name.toLowerCase(), { name, type }]),
);
const global = new Map(globalKeys.map((name) => [name.toLowerCase(), name]));
const prefixes = [...kms.keys(), ...global.keys()].filter((name) => /[:/]$/u.test(name));

/** What is wrong with the name of a condition key; null where nothing is, or AWS may have added it. */
export function checkKey({ certain }: Text): string | null {
  const lower = certain?.toLowerCase() ?? '';
  if (certain === null || prefixes.some((prefix) => lower.startsWith(prefix) && lower !== prefix))
    return null;
  if (lower.startsWith('kms:'))
    return kms.has(lower) ? null : `KMS has no condition key "${certain}"${nearest(lower, kms)}`;
  if (!lower.startsWith('aws:') || global.has(lower) || kms.has(lower)) return null;
  const near = nearest(lower, global);
  return near === '' ? null : `AWS has no condition key "${certain}"${near}`;
}

function nearest(
  lower: string,
  names: ReadonlyMap<string, string | { readonly name: string }>,
): string {
  const near = closest(lower, [...names.keys()]);
  if (distance(lower, near) > 3) return '';
  const found = names.get(near);
  return ` (did you mean ${typeof found === 'string' ? found : (found?.name ?? near)}?)`;
}

const families: Readonly<Record<string, readonly Operator['family'][]>> = {
  String: ['string', 'arn', 'binary'],
  ArrayOfString: ['string', 'arn'],
  ARN: ['arn', 'string'],
  Bool: ['bool', 'string'],
  Numeric: ['numeric', 'string'],
  Date: ['date', 'string'],
};

/** What is wrong with an operator for a key of KMS, whose values have another type. */
export function checkOperator(operator: Operator, key: Text): string | null {
  const lower = key.certain?.toLowerCase() ?? '';
  const found =
    kms.get(lower) ?? kms.get(prefixes.find((prefix) => lower.startsWith(prefix)) ?? '');
  if (found === undefined || operator.family === 'null') return null;
  if (families[found.type]?.includes(operator.family) !== false) return null;
  const type = found.type === 'ArrayOfString' ? 'String' : found.type;
  return `the values of ${key.certain ?? ''} are of type ${type}, which the operator does not compare`;
}

const shapes: Partial<
  Record<Operator['family'], readonly [RegExp | ((value: string) => boolean), string]>
> = {
  null: [/^(?:true|false)$/iu, 'neither true nor false'],
  bool: [/^(?:true|false)$/iu, 'neither true nor false'],
  numeric: [/^[-+]?\d+(?:\.\d+)?$/u, 'no number'],
  date: [isDate, 'no date'],
  address: [isBlock, 'no address and no block of addresses'],
  arn: [(value) => value === '*' || value.split(':').length >= 6, 'no ARN of six parts'],
};

/** What is wrong with a value for its operator; null where nothing is, or it is not known, or a policy variable. */
export function checkValue(operator: Operator, value: Text): string | null {
  const { certain } = value;
  const shape = shapes[operator.family];
  if (certain === null || shape === undefined || certain.includes('${')) return null;
  const [test, fault] = shape;
  const isRight = typeof test === 'function' ? test(certain) : test.test(certain);
  return isRight ? null : `condition value "${printText(value)}" is ${fault}`;
}

function isDate(value: string): boolean {
  return /^\d+$/u.test(value) || (/^\d{4}-\d{2}/u.test(value) && !Number.isNaN(Date.parse(value)));
}

function isBlock(value: string): boolean {
  const [address = '', length, ...more] = value.split('/');
  const width = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
  return (
    more.length === 0 &&
    width > 0 &&
    (length === undefined || (/^\d{1,3}$/u.test(length) && Number(length) <= width))
  );
}
