import { memberOf, tokensOf } from '../../model/location.ts';
import { isArray, isObject, member, type JsonObject } from '../input/json.ts';
import type { Attribute, Json } from '../input/resource.ts';
import { inside } from './arguments.ts';
import { readAttribute, type Body } from './attribute.ts';
import type { ConfigResource } from './configuration.ts';
import { outermost } from './reach/references.ts';

/**
 * One argument of nested blocks, by its pointer. `configuration` has blocks in the order in which they are written, and values
 * those of a set in an order of their own: what is written in blocks of one type is taken together.
 */
export function readNested(body: Body, pointer: string): Attribute {
  const steps = tokensOf(pointer);
  const name = steps.at(-1) ?? '';
  const around = steps.slice(0, -1);
  return readAttribute(
    {
      ...body,
      values: around.reduce(inside, body.values),
      before: around.reduce(inside, body.before),
      unknown: around.reduce(marksInside, body.unknown),
      sensitive: around.reduce(marksInside, body.sensitive),
      block: blockInside(body.block, steps, name),
      valuesAt: memberOf(body.valuesAt, ...around),
    },
    name,
  );
}

/** What is marked as a whole is so in all of its parts. */
function marksInside(marks: Json | undefined, step: string): Json | undefined {
  return marks === true ? true : inside(marks, step);
}

function blockInside(
  block: ConfigResource | null,
  steps: readonly string[],
  name: string,
): ConfigResource | null {
  if (block === null) return null;
  const expression = expressionAt(block.expressions, steps);
  return { ...block, expressions: expression === undefined ? {} : { [name]: expression } };
}

/** The expression that is written for an argument; the references of all, where blocks of one type write several. */
function expressionAt(expressions: JsonObject, steps: readonly string[]): Json | undefined {
  let level: readonly Json[] = [expressions];
  for (const step of steps) {
    level = /^\d+$/.test(step)
      ? level.flatMap((json) => (isArray(json) ? json : [json]))
      : level.flatMap((json) => member(json, step) ?? []);
  }
  const [first, ...others] = level.filter(isObject);
  if (first === undefined || others.length === 0) return first;
  return { references: [...new Set([first, ...others].flatMap((one) => outermost(one)))] };
}
