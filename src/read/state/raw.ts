import { pointerTo } from '../../model/location.ts';
import { joinAddress, printKey } from '../input/address.ts';
import { concernsOthers, readEntry, type Entry, type Flaw } from '../input/entry.ts';
import {
  elementsOf,
  isArray,
  isObject,
  member,
  textMember,
  typeName,
  type JsonObject,
} from '../input/json.ts';
import type { Json } from '../input/resource.ts';

/** The instances of a state of version 4 that concern KMS or CloudHSM, in the shape that a shown state gives them. */
export function readRaw(state: JsonObject, flaws: Flaw[]): readonly Entry[] {
  const resources = member(state, 'resources') ?? [];
  if (!isArray(resources)) {
    const what = `resources: ${typeName(resources)}, where a state has an array`;
    flaws.push({ what, pointer: '/resources' });
  }
  return elementsOf(resources).flatMap((resource, i) =>
    concernsOthers(resource) ? [] : readInstances(resource, pointerTo('/resources', i), flaws),
  );
}

function readInstances(resource: Json, pointer: string, flaws: Flaw[]): readonly Entry[] {
  const [type, name] = [textMember(resource, 'type'), textMember(resource, 'name')];
  const instances = member(resource, 'instances');
  if (!isObject(resource) || type === null || name === null || !isArray(instances)) {
    flaws.push({ what: `a resource without type, name or instances`, pointer });
    return [];
  }
  const mode = member(resource, 'mode') ?? 'managed';
  const local = joinAddress(
    textMember(resource, 'module') ?? '',
    `${mode === 'data' ? 'data.' : ''}${type}.${name}`,
  );
  return instances.flatMap((instance, i) => {
    const at = pointerTo(`${pointer}/instances`, i);
    const values = member(instance, 'attributes') ?? member(instance, 'attributes_flat') ?? {};
    if (!isObject(instance) || !isObject(values)) {
      flaws.push({ what: `an instance of ${local} without attributes`, pointer: at });
      return [];
    }
    const shown: JsonObject = {
      address: `${local}${printKey(member(instance, 'index_key'))}`,
      type,
      mode,
      name,
      provider_name: member(resource, 'provider') ?? null,
      values,
      sensitive_values: marksOf(member(instance, 'sensitive_attributes')),
      deposed_key: member(instance, 'deposed') ?? null,
    };
    return readEntry(shown, at, flaws);
  });
}

/**
 * The sensitive attributes by name. Each is a path of steps; one below an attribute covers all of it, and so does what
 * is no path.
 */
function marksOf(paths: Json | undefined): Json {
  const names = elementsOf(paths).map((path) => textMember(elementsOf(path)[0], 'value'));
  if (names.includes(null)) return true;
  return Object.fromEntries(names.map((name) => [name ?? '', true]));
}
