import type { JsonObject } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import { constant, refers, type ResourceSpec } from '../build/plan-builder.ts';

/** An argument's expression, what the plan knows of it, and to what it refers. */
export interface Argument {
  readonly text: string;
  readonly value?: Json;
  readonly references?: readonly string[];
}

/** All instances of one resource. */
export interface Block {
  readonly type: string;
  readonly name: string;
  readonly instances: readonly (string | number)[];
  readonly args: Readonly<Record<string, Argument>>;
  /** What the provider plans where nothing is written. */
  readonly after: JsonObject;
  readonly unknown: JsonObject;
}

/** A block as a configuration writes it. */
export function printBlock({ type, name, instances, args: own }: Block): string {
  const [first] = instances;
  const many =
    typeof first === 'number'
      ? [`  count = ${instances.length}`]
      : first === undefined
        ? []
        : [`  for_each = toset(${JSON.stringify(instances)})`];
  const lines = Object.entries(own).map(([argument, { text }]) => `  ${argument} = ${text}`);
  return [`resource "${type}" "${name}" {`, ...many, ...lines, '}'].join('\n');
}

/** Its instances as a plan holds them. */
export function planBlock({ type, name, instances, ...block }: Block): readonly ResourceSpec[] {
  const expressions: Record<string, JsonObject> = {};
  const after: Record<string, Json> = { ...block.after };
  const unknown: Record<string, Json> = { ...block.unknown };
  for (const [argument, { value, references = [] }] of Object.entries(block.args)) {
    expressions[argument] = value === undefined ? refers(...references) : constant(value);
    if (value === undefined) {
      delete after[argument];
      unknown[argument] = true;
    } else {
      delete unknown[argument];
      after[argument] = value;
    }
  }
  const spec: ResourceSpec = { type, name, after, unknown, expressions };
  if (instances.length === 0) return [spec];
  const [first] = instances;
  const many = typeof first === 'number' ? { count: constant(instances.length) } : { forEach: {} };
  return instances.map((index) => ({ ...spec, ...many, index }));
}
