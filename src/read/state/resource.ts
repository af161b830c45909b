import { memberOf, type PlanLocation } from '../../model/location.ts';
import { yes } from '../../model/truth.ts';
import { known, unknown, type Value } from '../../model/value.ts';
import { printModule, splitAddress } from '../input/address.ts';
import type { Entry } from '../input/entry.ts';
import { member, textMember } from '../input/json.ts';
import { isMarked } from '../input/marks.ts';
import type { Attribute, Json, References, Resource } from '../input/resource.ts';

/** An object that Terraform manages, as it was when the state was written. */
export function resourceOf(entry: Entry, path: string): Resource {
  const { steps, rest } = splitAddress(entry.address);
  const at: PlanLocation = { kind: 'plan', path, pointer: entry.pointer, source: null };
  const values = { ...at, pointer: `${entry.pointer}/${valuesIn(entry.pointer)}` };
  const provider = textMember(entry.json, 'provider_name') ?? entry.type;
  const ofProvider = (what: string): Value<string> =>
    unknown('not-read', `the ${what} of ${provider}`, at);
  return {
    source: 'state',
    mode: entry.mode,
    type: entry.type,
    name: rest.replace(/\[.*$/s, '').split('.').at(-1) ?? '',
    address: entry.address,
    identity: entry.address,
    module: printModule(steps),
    exists: yes,
    guard: null,
    providerRegion: ofProvider('Region'),
    providerTags: known(null, 'default', at),
    providerAccount: ofProvider('account'),
    change: null,
    at,
    attribute: (name) => readAttribute(entry, name, at, values),
  };
}

/** Every version of the providers has written these: where one is absent, somebody took it out. */
const alwaysWritten: ReadonlySet<string> = new Set([
  'alias_name',
  'cloud_hsm_cluster_id',
  'cluster_id',
  'enable_key_rotation',
  'enabled',
  'grantee_principal',
  'is_enabled',
  'key_policy',
  'name',
  'operations',
  'policy',
  'tags',
  'target_key_id',
]);

/** A state holds what is, and not what the configuration writes: whether an attribute was written is not known. */
function readAttribute(
  { json }: Entry,
  name: string,
  at: PlanLocation,
  values: PlanLocation,
): Attribute {
  return {
    value: readValue(json, name, at, values),
    written: unknown('unresolved-reference', `whether ${name} is written`, at),
    references: noReferences,
  };
}

const noReferences: References = { branches: [], complete: true };

function readValue(json: Json, name: string, at: PlanLocation, values: PlanLocation): Value<Json> {
  const held = member(member(json, 'values'), name);
  if (held === undefined && alwaysWritten.has(name)) return unknown('not-read', name, at);
  if (held === undefined || held === null) return known(null, 'default', at);
  const value = known(held, 'observed', memberOf(values, name));
  return isMarked(member(json, 'sensitive_values'), name) ? { ...value, sensitive: true } : value;
}

/** In a raw state the attributes of an instance have a name of their own. */
function valuesIn(pointer: string): string {
  return /\/instances\/\d+$/.test(pointer) ? 'attributes' : 'values';
}
