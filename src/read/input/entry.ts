import { everyKind, type Gap } from '../../model/gap.ts';
import { pointerTo } from '../../model/location.ts';
import {
  elementsOf,
  isArray,
  isObject,
  member,
  textMember,
  typeName,
  type JsonObject,
} from './json.ts';
import { relevantTypes, type Json } from './resource.ts';

/** An element of `resource_changes`, `deferred_changes` or of a state's resources. */
export interface Entry {
  readonly json: JsonObject;
  readonly pointer: string;
  readonly address: string;
  readonly type: string;
  readonly mode: 'managed' | 'data';
}

/** A malformed part, and where it stands. */
export interface Flaw {
  readonly what: string;
  readonly pointer: string;
}

/** Malformed parts as gaps: each may hold anything. */
export function gapsOf(flaws: readonly Flaw[], path: string): readonly Gap[] {
  return flaws.map(({ what, pointer }) => ({
    scope: path,
    reason: 'unexpected-type',
    what,
    hides: everyKind,
    at: { kind: 'plan', path, pointer, source: null },
  }));
}

/** Whether a member is an object or absent; what it is instead becomes a flaw. */
export function hasObject(
  holder: Json | undefined,
  name: string,
  address: string,
  pointer: string,
  flaws: Flaw[],
): boolean {
  const values = member(holder, name) ?? null;
  if (values === null || isObject(values)) return true;
  const what = `${name} of ${address}: ${typeName(values)}, where a plan has an object`;
  flaws.push({ what, pointer: `${pointer}/${name}` });
  return false;
}

/** The resources of `planned_values` or of `prior_state.values`, child modules included. */
export function readValues(
  values: Json | undefined,
  pointer: string,
  flaws: Flaw[],
): readonly Entry[] {
  const entries: Entry[] = [];
  if (values !== undefined && values !== null)
    hasObject({ values }, 'values', 'a state', pointer, flaws);
  const pending = [{ module: member(values, 'root_module'), at: `${pointer}/root_module` }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { module, at } = next;
    hasObject({ module: module ?? null }, 'module', at, at, flaws);
    readList(module, 'resources', at, flaws).forEach((json, i) => {
      if (concernsOthers(json)) return;
      const here = pointerTo(`${at}/resources`, i);
      const found = readEntry(json, here, flaws);
      entries.push(...found.filter((e) => hasObject(e.json, 'values', e.address, here, flaws)));
    });
    readList(module, 'child_modules', at, flaws).forEach((child, i) => {
      pending.push({ module: child, at: pointerTo(`${at}/child_modules`, i) });
    });
  }
  return entries;
}

/** Every resource of a state, whatever its service, with its place; what is malformed is passed over. */
export function* resourcesIn(
  values: Json | undefined,
  pointer: string,
): Generator<readonly [Json, string]> {
  const pending = [{ module: member(values, 'root_module'), at: `${pointer}/root_module` }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { module, at } = next;
    for (const [i, json] of elementsOf(member(module, 'resources')).entries())
      yield [json, pointerTo(`${at}/resources`, i)];
    for (const [i, child] of elementsOf(member(module, 'child_modules')).entries())
      pending.push({ module: child, at: pointerTo(`${at}/child_modules`, i) });
  }
}

function readList(
  module: Json | undefined,
  name: string,
  pointer: string,
  flaws: Flaw[],
): readonly Json[] {
  const list = member(module, name) ?? [];
  if (isArray(list)) return list;
  flaws.push({
    what: `${name}: ${typeName(list)}, where a plan has an array`,
    pointer: `${pointer}/${name}`,
  });
  return [];
}

/** The data source that tells which account a provider configuration reaches. */
export const callerIdentity = 'aws_caller_identity';

/** Asked first, and of each of a hundred thousand resources: whether it is one of another service. */
export function concernsOthers(json: Json): boolean {
  const type = textMember(json, 'type');
  return type !== null && !relevantTypes.has(type) && type !== callerIdentity;
}

/** A resource of a plan or state, if it is one that concerns KMS or CloudHSM and is managed or data. */
export function readEntry(json: Json, pointer: string, flaws: Flaw[]): readonly Entry[] {
  if (concernsOthers(json)) return [];
  const type = textMember(json, 'type');
  const address = textMember(json, 'address');
  if (!isObject(json) || type === null || address === null) {
    flaws.push({ what: `a resource without ${type === null ? 'type' : 'address'}`, pointer });
    return [];
  }
  const mode = member(json, 'mode') ?? 'managed';
  if (typeof mode !== 'string') {
    flaws.push({
      what: `mode of ${address}: ${typeName(mode)}, where a plan has a string`,
      pointer: `${pointer}/mode`,
    });
    return [];
  }
  if (mode !== 'managed' && mode !== 'data') return [];
  return [{ json, pointer, address, type, mode }];
}
