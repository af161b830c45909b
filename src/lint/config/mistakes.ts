import { describeFault, type Fault, type SchemaError } from './fault.ts';
import type { JsonNode } from './parse.ts';

/** So many mistakes are told; the rest are counted. */
const mostTold = 20;

/** So many errors of a schema are looked up in the text: a file of a megabyte can hold a hundred thousand. */
const mostPlaced = 500;

/** Keywords that may each stand for another mistake of one object; of any other, the first about a value says enough. */
const several = new Set(['additionalProperties', 'required']);

/** What a schema finds wrong, once each. */
export function describeErrors(errors: readonly SchemaError[], root: JsonNode): readonly Fault[] {
  const seen = new Set<string>();
  const told = errors.filter(({ keyword, instancePath }) => {
    // It says no more than that its branch, which has said it, does not hold.
    if (keyword === 'if') return false;
    if (several.has(keyword)) return true;
    if (seen.has(instancePath)) return false;
    seen.add(instancePath);
    return true;
  });
  return told.map((error, i) =>
    i < mostPlaced ? describeFault(error, root) : { what: error.keyword, offset: root.end },
  );
}

/** Members that are said twice: only one of the two can count, and nobody knows which was meant. */
export function twinsIn(node: JsonNode): readonly Fault[] {
  if (node.j === 'array') return node.items.flatMap(twinsIn);
  if (node.j !== 'object') return [];
  const seen = new Set<string>();
  return node.members.flatMap(({ name, start, value }) => {
    const isTwin = seen.has(name);
    seen.add(name);
    const shown = JSON.stringify(name.slice(0, 80));
    const what = `${shown} is said twice, and only one of the two can count`;
    return [...(isTwin ? [{ what, offset: start }] : []), ...twinsIn(value)];
  });
}

/** In the order of the file, as many as a person reads. */
export function firstOf(faults: readonly Fault[]): readonly Fault[] {
  const sorted = faults.toSorted((a, b) => a.offset - b.offset);
  const rest = sorted.slice(mostTold);
  const [next] = rest;
  if (next === undefined) return sorted;
  const what = rest.length === 1 ? 'and one more mistake' : `and ${rest.length} more mistakes`;
  return [...sorted.slice(0, mostTold), { what, offset: next.offset }];
}
