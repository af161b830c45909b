import { pointerTo } from '../../model/location.ts';
import { InputError } from '../../errors.ts';
import {
  elementsOf,
  isArray,
  isObject,
  member,
  textMember,
  typeName,
  type JsonObject,
} from '../input/json.ts';
import { relevantTypes, type Json } from '../input/resource.ts';

/** An element of `resource_changes`, `deferred_changes` or of a state's resources. */
export interface Entry {
  readonly json: JsonObject;
  readonly pointer: string;
  readonly address: string;
  readonly type: string;
  readonly mode: 'managed' | 'data';
}

export interface Flaw {
  readonly what: string;
  readonly pointer: string;
}

/** Refuses a plan whose version or overall shape this reader cannot know. */
export function checkPlan(plan: JsonObject, path: string): void {
  const version = member(plan, 'format_version');
  if (typeof version !== 'string' || !/^\d+(\.\d+)*$/.test(version)) {
    throw new InputError(
      path,
      'format_version is not a version',
      'write the plan again with `terraform show -json`',
      '/format_version',
    );
  }
  const [major] = version.split('.');
  if (major !== '0' && major !== '1') {
    throw new InputError(
      path,
      `plan format ${version} is newer than the formats 0.x and 1.x that kmslint knows`,
      'update kmslint',
      '/format_version',
    );
  }
  for (const name of ['errored', 'complete']) {
    const flag = member(plan, name);
    if (flag !== undefined && flag !== null && typeof flag !== 'boolean')
      refuse(path, name, 'a boolean', flag);
  }
  for (const name of ['resource_changes', 'deferred_changes']) {
    const list = member(plan, name);
    if (list !== undefined && list !== null && !isArray(list)) refuse(path, name, 'an array', list);
  }
  for (const name of ['planned_values', 'prior_state', 'configuration', 'variables']) {
    const object = member(plan, name);
    if (object !== undefined && object !== null && !isObject(object))
      refuse(path, name, 'an object', object);
  }
}

function refuse(path: string, name: string, wanted: string, found: Json): never {
  throw new InputError(
    path,
    `${name} is ${typeName(found)}, where a plan has ${wanted}`,
    'write the plan again with `terraform show -json`',
    `/${name}`,
  );
}

/** The elements of `resource_changes` that concern KMS or CloudHSM; malformed ones become flaws. */
export function readChanges(plan: JsonObject, flaws: Flaw[]): readonly Entry[] {
  const changes = elementsOf(member(plan, 'resource_changes'));
  const entries: Entry[] = [];
  for (const [i, change] of changes.entries()) {
    if (concernsOthers(change)) continue;
    entries.push(...readChange(change, pointerTo('/resource_changes', i), flaws));
  }
  return entries;
}

/** The resource changes that Terraform defers to a later plan. */
export function readDeferred(plan: JsonObject, flaws: Flaw[]): readonly Entry[] {
  return elementsOf(member(plan, 'deferred_changes')).flatMap((deferred, i) =>
    readChange(
      member(deferred, 'resource_change') ?? null,
      pointerTo('/deferred_changes', i, 'resource_change'),
      flaws,
    ),
  );
}

function readChange(change: Json, pointer: string, flaws: Flaw[]): readonly Entry[] {
  const entry = readEntry(change, pointer, flaws);
  const [first] = entry;
  if (first === undefined) return [];
  const body = member(first.json, 'change');
  const actions = member(body, 'actions');
  if (!isArray(actions) || !actions.every((action) => typeof action === 'string')) {
    flaws.push({
      what: `actions of ${first.address}: ${typeName(actions)}, where a plan has an array of strings`,
      pointer: `${pointer}/change/actions`,
    });
    return [];
  }
  const isWhole = ['before', 'after'].every((state) =>
    hasObject(body, state, first.address, `${pointer}/change`, flaws),
  );
  const marks = member(body, 'after_unknown') ?? {};
  if (isObject(marks) || typeof marks === 'boolean') return isWhole ? entry : [];
  flaws.push({
    what: `after_unknown of ${first.address}: ${typeName(marks)}, where a plan has an object`,
    pointer: `${pointer}/change/after_unknown`,
  });
  return [];
}

function hasObject(
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
export function readState(
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

/** Asked first, and of each of a hundred thousand resources: whether it is one of another service. */
export function concernsOthers(json: Json): boolean {
  const type = textMember(json, 'type');
  return type !== null && !relevantTypes.has(type);
}

function readEntry(json: Json, pointer: string, flaws: Flaw[]): readonly Entry[] {
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
