import { memberOf, type Location, type PlanLocation } from '../../model/location.ts';
import { known, unknown, type Known, type Unknown, type Value } from '../../model/value.ts';
import { isArray, isObject, member } from '../input/json.ts';
import { holdsMark, isMarked } from '../input/marks.ts';
import type { Attribute, Json, References, Sources } from '../input/resource.ts';
import type { ConfigResource } from './configuration.ts';
import { outermost } from './reach/references.ts';

/** The JSON of one resource instance in one state. */
export interface Body {
  /** The attribute values: `after`, `before` or `values`. */
  readonly values: Json | undefined;
  /** The values before the plan; undefined where there are none, or they are these. */
  readonly before: Json | undefined;
  /** True leaves are known after apply; undefined where the source does not tell (planned_values). */
  readonly unknown: Json | undefined;
  readonly sensitive: Json | undefined;
  /** The block in `configuration`; null where the plan does not hold it. */
  readonly block: ConfigResource | null;
  readonly state: 'planned' | 'prior';
  readonly at: PlanLocation;
  readonly valuesAt: Location;
  readonly resolve: (expression: Json | undefined) => References;
  /** Of what an argument that is written and not known can be computed. */
  readonly sourcesOf: (expression: Json | undefined) => Sources;
  /** Canonical text of an unresolved argument: its references, in this module instance. */
  readonly symbolOf: (name: string, expression: Json | undefined) => string | undefined;
}

const noReferences: References = { branches: [], complete: true };

/**
 * One argument, from the instance and from what the configuration writes.
 * An Optional+Computed argument that nobody wrote is "known after apply" too: it is taken as unset.
 */
export function readAttribute(body: Body, name: string): Attribute {
  const expression = body.block === null ? undefined : member(body.block.expressions, name);
  const written = isWritten(body, name, expression);
  const marks = member(body.unknown, name);
  let references: References | null = null;
  const isPartly = (isObject(marks) || isArray(marks)) && holdsMark(marks);
  return {
    value: readValue(body, name, expression, written),
    written,
    ...(mayBeKept(body, name, expression) ? { mayBeKept: true } : {}),
    ...(marks === true ? { sources: () => body.sourcesOf(expression) } : {}),
    ...(isPartly ? { lacking: notYetKnown(body, name, expression) } : {}),
    get references() {
      return (references ??= expression === undefined ? noReferences : body.resolve(expression));
    },
  };
}

/** What is written as a reference may be null, and then the plan shows what is there already. */
function mayBeKept(body: Body, name: string, expression: Json | undefined): boolean {
  const held = member(body.values, name);
  const isThere = held !== undefined && held === member(body.before, name);
  return isThere && isArray(member(expression, 'references'));
}

function isWritten(body: Body, name: string, expression: Json | undefined): Value<boolean> {
  if (body.block === null) {
    return unknown('unresolved-reference', `whether ${name} is written`, body.at);
  }
  const isNull = isObject(expression) && expression['constant_value'] === null;
  return known(expression !== undefined && !isNull, 'explicit', body.at);
}

function readValue(
  body: Body,
  name: string,
  expression: Json | undefined,
  written: Value<boolean>,
): Value<Json> {
  const held = member(body.values, name);
  if (held !== undefined && held !== null) return readHeld(body, name, held, written);
  if (member(body.unknown, name) === true || body.unknown === true) {
    return written.known && !written.value ? unset(body) : notYetKnown(body, name, expression);
  }
  if (held === undefined && !written.known && isSilent(body)) {
    return unknown('not-read', name, body.at);
  }
  if (held === null || !(written.known && written.value)) return unset(body);
  const constant = member(expression, 'constant_value');
  if (constant !== undefined) return marked(body, name, known(constant, 'explicit', body.at));
  return notYetKnown(body, name, expression);
}

function readHeld(body: Body, name: string, held: Json, written: Value<boolean>): Value<Json> {
  const from = body.state === 'prior' || !written.known || !written.value ? 'observed' : 'explicit';
  return marked(body, name, known(held, from, memberOf(body.valuesAt, name)));
}

function marked(body: Body, name: string, value: Known<Json>): Known<Json> {
  return isMarked(body.sensitive, name) ? { ...value, sensitive: true } : value;
}

/** planned_values omit what is unknown, and only the configuration tells that from what is unset. */
function isSilent({ state, unknown: marks }: Body): boolean {
  return state === 'planned' && !isObject(marks);
}

function unset(body: Body): Value<Json> {
  return known(null, 'default', body.at);
}

function notYetKnown(body: Body, name: string, expression: Json | undefined): Unknown {
  const references = outermost(expression);
  const what = references.length === 0 ? name : references.join(', ');
  return unknown('known-after-apply', what, body.at, body.symbolOf(name, expression));
}
