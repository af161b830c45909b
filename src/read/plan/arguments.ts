import { pointerTo, tokensOf } from '../../model/location.ts';
import { holdsArguments } from '../input/consumer.ts';
import { isArray, isObject, member, type JsonObject } from '../input/json.ts';
import type { Json } from '../input/resource.ts';

/** Blocks nested deeper than this are not looked into; no provider has them. */
const deepest = 32;

/** The pointers of the arguments, those in nested blocks too, whose values are as wanted. */
export function argumentsOf(
  values: Json | undefined,
  type: string,
  isWanted: (value: Json, pointer: () => string) => boolean,
): readonly string[] {
  const found: string[] = [];
  const path: (string | number)[] = [];
  const visit = (block: JsonObject): void => {
    if (path.length > deepest) return;
    for (const name of Object.keys(block)) {
      const value = block[name] ?? null;
      path.push(name);
      if (isArray(value)) visitAll(value, name);
      else if (isObject(value)) {
        if (holdsArguments(type, name, true)) visit(value);
      } else if (isWanted(value, pointer)) found.push(pointer());
      path.pop();
    }
  };
  const visitAll = (blocks: readonly Json[], name: string): void => {
    if (!isObject(blocks[0]) || !holdsArguments(type, name, false)) return;
    for (const [i, block] of blocks.entries()) {
      path.push(i);
      if (isObject(block)) visit(block);
      path.pop();
    }
  };
  const pointer = (): string => pointerTo('', ...path);
  if (isObject(values)) visit(values);
  return found;
}

/** What stands at a pointer; undefined where nothing does. */
export function valueAt(values: Json | undefined, pointer: string): Json | undefined {
  return tokensOf(pointer).reduce(inside, values);
}

/** One step further in. */
export function inside(json: Json | undefined, step: string): Json | undefined {
  return isArray(json) ? json[Number(step)] : member(json, step);
}
