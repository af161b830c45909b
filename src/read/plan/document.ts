import { pointerTo } from '../../model/location.ts';
import { InputError } from '../../errors.ts';
import { elementsOf, isArray, isObject, member, typeName, type JsonObject } from '../input/json.ts';
import { concernsOthers, hasObject, readEntry, type Entry, type Flaw } from '../input/entry.ts';
import { aliasTypes, keyTypes, type Json } from '../input/resource.ts';
import { actionsOf } from './change.ts';

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
  for (const name of ['resource_changes', 'resource_drift', 'deferred_changes']) {
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

/** What was changed or deleted outside of Terraform since the last apply. */
export function readDrift(plan: JsonObject, flaws: Flaw[]): readonly Entry[] {
  return elementsOf(member(plan, 'resource_drift')).flatMap((drift, i) => {
    if (concernsOthers(drift)) return [];
    const entries = readChange(drift, pointerTo('/resource_drift', i), flaws);
    return entries.filter(({ mode }) => mode === 'managed');
  });
}

/** Whether a key or an alias was deleted. */
export function isDeletedOutside(entry: Entry): boolean {
  const leavesTraces = keyTypes.has(entry.type) || aliasTypes.has(entry.type);
  return leavesTraces && actionsOf(entry).includes('delete');
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
