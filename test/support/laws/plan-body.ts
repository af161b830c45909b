import type { Json } from '../../../src/read/input/resource.ts';
import { constant, refers } from '../build/plan-builder.ts';

/** Collects `after`, `after_unknown` and `expressions` of one resource. */
export function body(isSettled: boolean) {
  const after: Record<string, Json> = {};
  const unknown: Record<string, Json> = {};
  const expressions: Record<string, Json> = {};
  return {
    parts: { after, unknown, expressions },
    set: (name: string, value: Json, isKnown: boolean, expression: Json = refers('local.x')) => {
      expressions[name] = isKnown ? constant(value) : expression;
      if (isKnown || isSettled) after[name] = value;
      else unknown[name] = true;
    },
    /** An Optional+Computed argument: unknown until apply even where nobody writes it. */
    computed: (name: string, value: Json) => {
      if (isSettled) after[name] = value;
      else unknown[name] = true;
    },
  };
}
