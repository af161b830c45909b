import type { Location, SourceLocation } from '../../../model/location.ts';
import { known, unknown, type Known, type Unknown, type Value } from '../../../model/value.ts';
import type { Attribute, Json } from '../../input/resource.ts';
import { distinctBranches, symbolOf } from '../../../hcl/value/symbol.ts';
import { isSensitive } from '../../../hcl/functions/index.ts';
import {
  deep,
  EvaluationError,
  LimitError,
  marked,
  membersOf,
  nullVal,
  unknownsIn,
  unknownVal,
  type UnknownVal,
  type Val,
} from '../../../hcl/value/value.ts';

const noReferences: Attribute['references'] = { branches: [], complete: true };

/** Evaluates without throwing: what Terraform would refuse, and what takes too long, is unknown. */
export function settle<T extends Val | null>(compute: () => T): T | UnknownVal {
  try {
    return compute();
  } catch (error) {
    if (error instanceof EvaluationError) return unknownVal('unresolved-reference', error.message);
    if (error instanceof LimitError) return unknownVal('evaluation-limit', error.message);
    if (error instanceof RangeError)
      return unknownVal('evaluation-limit', 'an expression is nested too deeply');
    throw error;
  }
}

/** Arguments that are judged by what they say, so that a finding quotes them even where they come from a file. */
const quoted: ReadonlySet<string> = new Set([
  'policy',
  'key_policy',
  'name',
  'alias_name',
  'rotation_period_in_days',
]);

/** An argument of a resource as rules see it. */
export function toAttribute(
  value: Val | null,
  name: string,
  at: SourceLocation,
  isRoot: boolean,
): Attribute {
  if (value === null || value.t === 'null') {
    const absent = withMarks(known<Json>(null, 'default', at), value ?? nullVal, isRoot);
    return {
      value: absent,
      written: withMarks(known(false, 'explicit', at), value ?? nullVal, isRoot),
      references: { ...noReferences, ...otherwiseIn([value ?? nullVal]) },
    };
  }
  const unknowns = unknownsIn([value]);
  const converted = toValue(value, at, isRoot, quoted.has(name));
  const written = converted.known || isCertain(value) ? known(true, 'explicit', at) : converted;
  if (converted.known)
    return { value: converted, written, references: { ...noReferences, ...otherwiseIn([value]) } };
  return {
    value: converted,
    written,
    references: {
      branches: distinctBranches(unknowns.flatMap(({ refs }) => refs)),
      complete: unknowns.every(({ complete }) => complete),
      ...otherwiseIn(unknowns),
    },
  };
}

function otherwiseIn(values: readonly Val[]): Pick<Attribute['references'], 'otherwise'> {
  const found = values.flatMap((one) => ('otherwise' in one ? (one.otherwise ?? []) : []));
  return found.length === 0 ? {} : { otherwise: distinctBranches(found) };
}

/** Not null, whatever it turns out to be. */
function isCertain(value: Val): boolean {
  if (value.t !== 'unknown') return true;
  return (
    value.sure === true || value.parts !== undefined || (value.complete && value.refs.length > 0)
  );
}

/** A value as the vocabulary has it: one unknown anywhere makes the whole unknown, a sensitive one without its text. */
export function toValue(
  value: Val,
  at: SourceLocation,
  isRoot: boolean,
  isQuoted = false,
): Value<Json> {
  const [first] = unknownsIn([value]);
  if (first === undefined)
    return withMarks(known(toJson(value), 'explicit', at), value, isRoot, isQuoted);
  const whole = value.t === 'unknown' ? value : null;
  const unknownWhole = { ...first, ...whole };
  if (isSensitive(value)) return unknown(unknownWhole.reason, unknownWhole.what, at);
  const told = toUnknown(unknownWhole, at, symbolOf(value));
  return told.parts === undefined ? told : { ...told, ...groundsOf(value, at, isRoot) };
}

export function toUnknown(value: UnknownVal, at: SourceLocation, symbol = value.symbol): Unknown {
  if (value.sensitive === true) return unknown(value.reason, value.what, at);
  const plain = unknown(value.reason, value.what, at, symbol);
  return value.parts === undefined ? plain : { ...plain, parts: value.parts };
}

function withMarks<T>(value: Known<T>, from: Val, isRoot: boolean, isQuoted = false): Known<T> {
  return {
    ...value,
    ...(isSensitive(from) || (!isQuoted && holdsTextOfFile(from))
      ? { sensitive: true as const }
      : {}),
    ...groundsOf(from, value.at, isRoot),
  };
}

/** The default that a value rests on: an assumption where a caller that was not read may change it. */
function groundsOf(
  from: Val,
  at: Location,
  isRoot: boolean,
): Pick<Known<unknown>, 'assumed' | 'byDefault'> {
  const name = assumedIn(from);
  if (name === undefined) return {};
  const byDefault = { byDefault: name };
  return isRoot ? byDefault : { ...byDefault, assumed: unknown('unset-variable', name, at, name) };
}

/** A bool of a file is no secret. */
function holdsTextOfFile(value: Val): boolean {
  if (value.unquoted === true && (value.t === 'string' || value.t === 'number')) return true;
  return [...membersOf(value)].some((inner) => holdsTextOfFile(marked(inner, value)));
}

function assumedIn(value: Val): string | undefined {
  for (const { assumed } of deep(value)) if (assumed !== undefined) return assumed;
  return undefined;
}

function toJson(value: Val): Json {
  switch (value.t) {
    case 'list':
      return value.v.map(toJson);
    case 'object':
      return Object.fromEntries([...value.v].map(([name, inner]) => [name, toJson(inner)]));
    case 'bool':
    case 'number':
    case 'string':
      return value.v;
    case 'null':
    case 'handle':
    case 'unknown':
      return null;
  }
}
