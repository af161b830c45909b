import type { Branch } from '../../../model/branch.ts';
import {
  joinAddress,
  leadingKey,
  type ModuleStep,
  printModule,
  splitAddress,
} from '../../input/address.ts';
import { elementsOf, isArray, isObject, member, membersOf } from '../../input/json.ts';
import { relevantTypes, type Json, type References } from '../../input/resource.ts';
import type { ConfigModule } from '../configuration.ts';

/** Where an expression stands: a module instance, and the instance key of its block. */
export interface Place {
  readonly module: ConfigModule;
  readonly steps: readonly ModuleStep[];
  readonly key: string;
  /** The block's own count or for_each. */
  readonly repetition: Json | undefined;
}

/** The resource instances that a plan holds. */
export interface Instances {
  /** By address without the instance key; relevant types only. */
  readonly byBlock: ReadonlyMap<string, readonly string[]>;
  /** Whether a block without an instance may still have some. */
  readonly partial: boolean;
}

const maxHops = 32;

/** What one resolution has found, and where it has been: a diamond of outputs is walked once. */
interface Trail {
  readonly branches: Branch[];
  readonly visited: Map<string, boolean>;
}

/**
 * The outermost references of an expression: `a.b[0].id` without the `a.b[0]` and `a.b` that follow it.
 * Terraform lists each from longest to shortest (plan JSON, `references`).
 */
export function outermost(expression: Json | undefined): readonly string[] {
  const all = elementsOf(member(expression, 'references')).filter((r) => typeof r === 'string');
  return all.filter((ref) => !all.some((other) => isPrefix(ref, other)));
}

/** Resolves an expression's references to resource instances, through variables and module outputs. */
export function resolveReferences(
  expression: Json | undefined,
  place: Place,
  instances: Instances,
): References {
  const trail: Trail = { branches: [], visited: new Map() };
  const isComplete = follow(expression, place, instances, trail, 0);
  return { branches: distinct(trail.branches), complete: isComplete };
}

function follow(
  expression: Json | undefined,
  place: Place,
  instances: Instances,
  trail: Trail,
  hops: number,
): boolean {
  if (hops > maxHops) return false;
  const references = outermost(expression);
  const given = member(expression, 'references') ?? [];
  let complete = isArray(given) && given.every((reference) => typeof reference === 'string');
  for (const reference of references) {
    const done = followOne(reference, references, place, instances, trail, hops);
    complete = complete && done;
  }
  return complete;
}

function followOne(
  reference: string,
  beside: readonly string[],
  place: Place,
  instances: Instances,
  trail: Trail,
  hops: number,
): boolean {
  const [head = '', name = ''] = reference.split(/[.[]/, 2);
  const descend = (expression: Json | undefined, there: Place): boolean =>
    follow(expression, there, instances, trail, hops + 1);
  switch (head) {
    case 'count':
    case 'path':
    case 'terraform':
      return true;
    case 'each':
      return name === 'key' ? true : followEach(place, instances, trail, hops);
    case 'var':
      return once(reference, place, trail, () => followVariable(name, place, descend));
    case 'local':
    case 'self':
      return false;
    case 'module':
      return once(reference, place, trail, () =>
        followOutput(reference, beside, place, instances, descend),
      );
    default:
      return addInstances(reference, beside, place, instances, trail.branches);
  }
}

/** A reference that comes up again adds nothing new; one that leads back to itself leads nowhere. */
function once(reference: string, place: Place, trail: Trail, walk: () => boolean): boolean {
  const name = `${printModule(place.steps)} ${place.key} ${reference}`;
  const before = trail.visited.get(name);
  if (before !== undefined) return before;
  trail.visited.set(name, false);
  const complete = walk();
  trail.visited.set(name, complete);
  return complete;
}

/** What for_each goes over; the block's own key picks the element. */
function followEach(place: Place, instances: Instances, trail: Trail, hops: number): boolean {
  if (!isObject(place.repetition)) return false;
  const over = outermost(place.repetition).filter((reference) => !reference.startsWith('each.'));
  const beside = [...over, 'each.key'];
  return over
    .map((reference) => followOne(reference, beside, place, instances, trail, hops + 1))
    .every(Boolean);
}

/** A root variable's value is known to the plan, so what is unknown cannot come from it. */
function followVariable(
  name: string,
  place: Place,
  descend: (expression: Json | undefined, there: Place) => boolean,
): boolean {
  const { module, steps } = place;
  if (module.parent === null) return true;
  const argument = member(member(module.call, 'expressions'), name);
  return descend(argument, {
    module: module.parent,
    steps: steps.slice(0, -1),
    key: steps.at(-1)?.key ?? '',
    repetition:
      member(module.call, 'for_each_expression') ?? member(module.call, 'count_expression'),
  });
}

function followOutput(
  reference: string,
  beside: readonly string[],
  place: Place,
  instances: Instances,
  descend: (expression: Json | undefined, there: Place) => boolean,
): boolean {
  const { steps, rest } = splitAddress(reference);
  const [step] = steps;
  const child = step === undefined ? undefined : place.module.calls.get(step.name);
  if (step === undefined || child === undefined) return false;
  const expressions = outputsOf(child, /^[^.[]*/.exec(rest)?.[0] ?? '');
  if (expressions.length === 0) return false;
  const own = step.key === '' ? ownKey(beside, place) : step.key;
  const all = callKeys(child, place, instances);
  const keys = own !== '' && (step.key !== '' || all.includes(own)) ? [own] : all;
  return keys
    .flatMap((key) => {
      const there = [...place.steps, { name: step.name, key }];
      const inside = { module: child, steps: there, key: '', repetition: undefined };
      return expressions.map((expression) => descend(expression, inside));
    })
    .every(Boolean);
}

/** The output of that name; every one where Terraform leaves the name out (`module.a[each.key].b`). */
function outputsOf(child: ConfigModule, name: string): readonly Json[] {
  const outputs = membersOf(child.outputs).filter(([own]) => name === '' || own === name);
  const expressions = outputs.map(([, output]) => member(output, 'expression') ?? null);
  return expressions.includes(null) ? [] : expressions;
}

/** The instance keys of a module call that the plan shows, or the one without a key. */
function callKeys(child: ConfigModule, place: Place, instances: Instances): readonly string[] {
  const name = child.path.split('.').at(-1) ?? '';
  const prefix = joinAddress(printModule(place.steps), `module.${name}`);
  const keys = [...instances.byBlock.keys()]
    .filter((address) => address.startsWith(`${prefix}[`))
    .map((address) => leadingKey(address.slice(prefix.length)));
  return keys.length === 0 ? [''] : [...new Set(keys)];
}

function addInstances(
  reference: string,
  beside: readonly string[],
  place: Place,
  instances: Instances,
  branches: Branch[],
): boolean {
  const match = /^((?:data\.)?[^.[]+\.[^.[]+)/.exec(reference);
  if (match === null) return false;
  const [local = ''] = match;
  const base = joinAddress(printModule(place.steps), local);
  const found = instances.byBlock.get(base);
  if (found === undefined) {
    if (relevantTypes.has(local.split('.').at(-2) ?? '')) return !instances.partial;
    branches.push({ identities: [base] });
    return true;
  }
  const written = leadingKey(reference.slice(local.length));
  const key = written === '' ? ownKey(beside, place) : written;
  const exact = found.filter((address) => address === base + key);
  // A key that no instance has picks none of them, or stands elsewhere in the expression.
  const isDoubtful = exact.length === 0 && key !== '' && found.every((address) => address !== base);
  branches.push({
    identities: exact.length === 1 ? exact : found,
    ...(isDoubtful ? { isDoubtful } : {}),
  });
  return true;
}

/** `a.b[each.key]` and `a.b[count.index]` reach the instance with the block's own key; `a.b[each.value]` any. */
function ownKey(beside: readonly string[], place: Place): string {
  const isOwn = beside.some((reference) => reference === 'each.key' || reference === 'count.index');
  return isOwn && !beside.some((reference) => /^each\.value\b/.test(reference)) ? place.key : '';
}

function isPrefix(shorter: string, longer: string): boolean {
  if (longer.length <= shorter.length || !longer.startsWith(shorter)) return false;
  return longer[shorter.length] === '.' || longer[shorter.length] === '[';
}

/** What tells a branch from others of one expression. */
function nameOf({ identities, isDoubtful }: Branch): string {
  return [isDoubtful === true ? '?' : '', ...identities].join('\n');
}

function distinct(branches: readonly Branch[]): readonly Branch[] {
  return [...new Map(branches.map((branch) => [nameOf(branch), branch])).values()];
}
