import {
  object,
  tuple,
  unknownHandle,
  unknownVal,
  type UnknownVal,
  type Val,
} from '../../hcl/value/value.ts';

/** How what is included joins what includes it (Terragrunt, "include block", `merge_strategy`). */
export type Strategy = 'shallow' | 'deep' | 'no_merge';

/** What files give a module's variables. */
export interface Inputs {
  readonly known: ReadonlyMap<string, Val>;
  /** Where some of it could not be told: it may give any variable that is not among the known ones. */
  readonly unknown: UnknownVal | null;
}

/** The inputs that the value of an `inputs` argument gives. */
export function inputsOf(value: Val): Inputs {
  const none = new Map<string, Val>();
  if (value.t === 'object') return { known: value.v, unknown: null };
  if (value.t === 'unknown') return { known: none, unknown: value };
  return { known: none, unknown: value.t === 'handle' ? unknownHandle(value) : null };
}

/** The inputs as one value. */
export function inputsValue({ known, unknown }: Inputs): Val {
  return unknown ?? object(known);
}

/** What the inputs give a variable; null where they give nothing. */
export function inputOf({ known, unknown }: Inputs, name: string): Val | null {
  const found = known.get(name);
  if (found !== undefined || unknown === null) return found ?? null;
  const what = `inputs.${name}`;
  return unknownVal(unknown.reason, what, what);
}

/** Inputs of an included file below those of the file that includes it. */
export function mergeInputs(strategy: Strategy, below: Inputs, above: Inputs): Inputs {
  if (strategy === 'no_merge' || above.unknown !== null) return above;
  if (strategy === 'shallow') {
    return { known: new Map([...below.known, ...above.known]), unknown: below.unknown };
  }
  const known = new Map(below.known);
  for (const [name, value] of above.known) {
    const before = known.get(name) ?? below.unknown;
    known.set(name, before === null ? value : deepMerge(before, value));
  }
  return { known, unknown: below.unknown };
}

/** Maps merge, lists follow one another, anything else is replaced (Terragrunt, "deep merge"). */
export function deepMerge(below: Val, above: Val): Val {
  if (below.t === 'object' && above.t === 'object') {
    const merged = new Map(below.v);
    for (const [name, value] of above.v) {
      const before = merged.get(name);
      merged.set(name, before === undefined ? value : deepMerge(before, value));
    }
    return object(merged);
  }
  if (below.t === 'list' && above.t === 'list') return tuple([...below.v, ...above.v]);
  const mayMerge = above.t === 'object' || above.t === 'list';
  return mayMerge && below.t === 'unknown' ? below : above;
}
