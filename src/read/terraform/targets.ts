import type { Branch } from '../../model/branch.ts';
import type { Target } from '../../model/inventory.ts';
import { parseArn } from '../../model/targets.ts';
import { known, provablyEqual, unknown, type Value } from '../../model/value.ts';
import { blockOf } from '../input/address.ts';
import { readText, type Flaws } from './attributes.ts';
import {
  aliasTypes,
  keyTypes,
  type Attribute,
  type Json,
  type Resource,
} from '../input/resource.ts';

/** The resources of one state, by address. */
export interface Declared {
  readonly byAddress: ReadonlyMap<string, Resource>;
  /** The identities of the instances of blocks; sorted out when they are first asked for. */
  readonly instancesOf: (blocks: ReadonlySet<string>) => ReadonlySet<string>;
}

export function declare(resources: readonly Resource[]): Declared {
  let byBlock: Map<string, string[]> | null = null;
  const found = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();
  return {
    byAddress: new Map(resources.map((resource) => [resource.identity, resource])),
    instancesOf: (blocks) => {
      const all = (byBlock ??= groupByBlock(resources));
      const instances =
        found.get(blocks) ?? new Set([...blocks].flatMap((block) => all.get(block) ?? []));
      found.set(blocks, instances);
      return instances;
    },
  };
}

function groupByBlock(resources: readonly Resource[]): Map<string, string[]> {
  const byBlock = new Map<string, string[]>();
  for (const { address, identity, mode } of resources) {
    if (mode !== 'managed') continue;
    const group = byBlock.get(blockOf(address));
    if (group === undefined) byBlock.set(blockOf(address), [identity]);
    else group.push(identity);
  }
  return byBlock;
}

type Wanted = 'key' | 'cluster' | 'keyStore';

const typesOf: Readonly<Record<Wanted, ReadonlySet<string>>> = {
  key: keyTypes,
  cluster: new Set(['aws_cloudhsm_v2_cluster']),
  keyStore: new Set(['aws_kms_custom_key_store']),
};

/** Which argument of another resource leads on to what is wanted. */
const onward: Readonly<Record<Wanted, Readonly<Record<string, string>>>> = {
  key: {
    aws_kms_alias: 'target_key_id',
    awscc_kms_alias: 'target_key_id',
    aws_kms_key_policy: 'key_id',
    aws_kms_grant: 'key_id',
    'data.aws_kms_key': 'key_id',
  },
  cluster: {
    aws_cloudhsm_v2_hsm: 'cluster_id',
    aws_kms_custom_key_store: 'cloud_hsm_cluster_id',
    'data.aws_cloudhsm_v2_cluster': 'cluster_id',
    'data.aws_kms_custom_key_store': 'cloud_hsm_cluster_id',
  },
  keyStore: { 'data.aws_kms_custom_key_store': 'custom_key_store_id' },
};

const maxHops = 16;

/** What an argument points at: an id that is known, or the declared objects behind its references. */
export function readTarget(
  resource: Resource,
  name: string,
  wanted: Wanted,
  declared: Declared,
  flaws: Flaws,
): Target {
  const text = readText(resource, name, flaws);
  if (!text.known && text.reason === 'unexpected-type') {
    return { id: text, branches: [], complete: false };
  }
  const target = targetOf(resource, name, wanted, declared, 0);
  const { otherwise = [] } = resource.attribute(name).references;
  const reached = otherwise.flatMap((branch) =>
    branchTargets(branch, wanted, declared, 0, target.id).flatMap(({ branches }) => branches),
  );
  return reached.length === 0 ? target : { ...target, otherwise: reached };
}

function targetOf(
  resource: Resource,
  name: string,
  wanted: Wanted,
  declared: Declared,
  hops: number,
): Target {
  const attribute = resource.attribute(name);
  const id = idOf(attribute, name, resource);
  if (hops > maxHops) return { id, branches: [], complete: false };
  if (wanted === 'key' && id.known && aliasNameOf(id.value) !== null) {
    const elsewhere = unknown('declared-elsewhere', `${resource.address}.${name}`, id.at);
    const none: Target = { id: elsewhere, branches: [], complete: false };
    return throughAliasName(id.value, resource, declared, hops) ?? none;
  }
  const { branches, complete, reach } = attribute.references;
  const targets = branches.flatMap((branch) => branchTargets(branch, wanted, declared, hops, id));
  const reached = targets.flatMap((target) => target.branches);
  if (id.known) {
    const isConditional = reached.length > 1 || !complete;
    return { id, branches: isConditional ? reached : [], complete: true };
  }
  const [only] = targets;
  if (targets.length === 1 && complete && only !== undefined) return only;
  const isWhole = complete && targets.length > 0 && targets.every((t) => t.complete && !t.id.known);
  const within = isWhole ? null : (reach?.() ?? null);
  return {
    id,
    branches: reached,
    complete: isWhole,
    ...(within === null ? {} : { within: declared.instancesOf(within) }),
  };
}

function branchTargets(
  branch: Branch,
  wanted: Wanted,
  declared: Declared,
  hops: number,
  id: Value<string>,
): readonly Target[] {
  const found = branch.identities.map((address) => declared.byAddress.get(address));
  if (found.every((r) => r !== undefined && r.mode === 'managed' && typesOf[wanted].has(r.type))) {
    return [{ id, branches: [branch], complete: true }];
  }
  return found.map((resource) => {
    const next = resource === undefined ? undefined : nextArgument(resource, wanted);
    if (resource !== undefined && next !== undefined) {
      return targetOf(resource, next, wanted, declared, hops + 1);
    }
    const aliased = resource === undefined ? null : throughData(resource, wanted, declared, hops);
    return aliased ?? { id, branches: [], complete: false };
  });
}

function nextArgument(resource: Resource, wanted: Wanted): string | undefined {
  const type = resource.mode === 'data' ? `data.${resource.type}` : resource.type;
  return onward[wanted][type];
}

/** `data.aws_kms_alias` finds by name what an alias resource of the same plan declares. */
function throughData(
  resource: Resource,
  wanted: Wanted,
  declared: Declared,
  hops: number,
): Target | null {
  if (wanted !== 'key' || resource.type !== 'aws_kms_alias') return null;
  const { value: name } = resource.attribute('name');
  if (!name.known || typeof name.value !== 'string') return null;
  return throughAliasName(name.value, resource, declared, hops);
}

/** An alias name or alias ARN in place of a key id; null where no alias of that name and Region is declared. */
function throughAliasName(
  text: string,
  from: Resource,
  declared: Declared,
  hops: number,
): Target | null {
  const name = aliasNameOf(text);
  const arn = parseArn(text);
  const region = arn === null ? regionOf(from) : known(arn.region, 'explicit', from.at);
  for (const alias of declared.byAddress.values()) {
    if (alias.mode !== 'managed' || !aliasTypes.has(alias.type)) continue;
    const argument = alias.type === 'awscc_kms_alias' ? 'alias_name' : 'name';
    const { value } = alias.attribute(argument);
    if (value.known && value.value === name && provablyEqual(regionOf(alias), region)) {
      const isMeant = sharesAccount(alias, from, arn?.account ?? null);
      if (isMeant === false) continue;
      const target = targetOf(alias, 'target_key_id', 'key', declared, hops + 1);
      return isMeant === null ? perhaps(target, from) : target;
    }
  }
  return null;
}

/** Whether an alias is in the account that names it, or that an ARN tells; null where that is not known. */
function sharesAccount(alias: Resource, from: Resource, told: string | null): boolean | null {
  if (told === null) return areEqual(alias.providerAccount, from.providerAccount);
  const { value } = alias.attribute('arn');
  const own = value.known && typeof value.value === 'string' ? parseArn(value.value) : null;
  return areEqual(
    own === null ? alias.providerAccount : known(own.account, 'observed', value.at),
    known(told, 'explicit', from.at),
  );
}

function areEqual(a: Value<string>, b: Value<string>): boolean | null {
  if (provablyEqual(a, b)) return true;
  return a.known && b.known ? false : null;
}

/** A target that may be another one of the same name. */
function perhaps({ branches }: Target, from: Resource): Target {
  const what = `the account of the alias that ${from.address} names`;
  return { id: unknown('not-read', what, from.at), branches, complete: false };
}

/** `alias/…` of an alias name or alias ARN; null for anything else. */
function aliasNameOf(text: string): string | null {
  const name = parseArn(text)?.resource ?? text;
  return name.startsWith('alias/') ? name : null;
}

function regionOf(resource: Resource): Value<string> {
  const { value } = resource.attribute('region');
  if (!value.known) return value;
  const own = value.value;
  return typeof own === 'string' ? { ...value, value: own } : resource.providerRegion;
}

function idOf(attribute: Attribute, name: string, resource: Resource): Value<string> {
  const { value } = attribute;
  if (!value.known) return value;
  const json: Json = value.value;
  if (typeof json === 'string' && json !== '') return { ...value, value: json };
  return unknown('known-after-apply', `${resource.address}.${name}`, value.at);
}
