import type { PlanLocation } from '../../model/location.ts';
import { yes, type Truth } from '../../model/truth.ts';
import { joinAddress, printKey, printModule, splitAddress } from '../input/address.ts';
import { member, textMember } from '../input/json.ts';
import { relevantTypes, type Attribute, type Json, type Resource } from '../input/resource.ts';
import { readAttribute, type Body } from './attribute.ts';
import { readNested } from './nested.ts';
import { moduleAt, type ConfigModule, type ConfigResource } from './configuration.ts';
import { isDeposed, readChangeOf } from './change.ts';
import type { Entry } from '../input/entry.ts';
import { readProvider, type Accounts } from './provider.ts';
import type { SourceFinder } from './reach/sources.ts';
import { outermost, resolveReferences, type Instances, type Place } from './reach/references.ts';

/** What the resources of one plan share. */
export interface PlanContext {
  readonly path: string;
  readonly plan: Json;
  readonly root: ConfigModule | null;
  readonly instances: Instances;
  readonly accounts: Accounts;
  readonly sources: SourceFinder;
}

/** The planned state of a `resource_changes` element. */
export function plannedFromChange(entry: Entry, context: PlanContext, exists: Truth): Resource {
  const body = member(entry.json, 'change');
  const previous = textMember(entry.json, 'previous_address');
  const resource = build(entry, context, exists, {
    values: member(body, 'after') ?? undefined,
    before: member(body, 'before'),
    unknown: member(body, 'after_unknown'),
    sensitive: member(body, 'after_sensitive'),
    state: 'planned',
    below: '/change/after',
  });
  return previous === null ? resource : { ...resource, formerly: [previous] };
}

/** The state before the plan of a `resource_changes` element that had one. */
export function priorFromChange(entry: Entry, context: PlanContext): Resource {
  const body = member(entry.json, 'change');
  const resource = build(entry, context, yes, {
    values: member(body, 'before'),
    before: undefined,
    unknown: undefined,
    sensitive: member(body, 'before_sensitive'),
    state: 'prior',
    below: '/change/before',
  });
  const previous = textMember(entry.json, 'previous_address');
  return {
    ...resource,
    address: previous ?? resource.address,
    change: readChangeOf(entry, resource.at),
  };
}

/** A resource of `planned_values` or `prior_state`. */
export function fromState(entry: Entry, context: PlanContext, state: Body['state']): Resource {
  return build(entry, context, yes, {
    values: member(entry.json, 'values'),
    before: undefined,
    unknown: undefined,
    sensitive: member(entry.json, 'sensitive_values'),
    state,
    below: '/values',
  });
}

/** A block of the configuration for which the plan holds no instance: it may still have some. */
export function declaredOnly(
  block: ConfigResource,
  module: string,
  context: PlanContext,
  exists: Truth,
): Resource {
  const address = joinAddress(module, block.local);
  const entry: Entry = {
    json: {},
    pointer: '/configuration',
    address,
    type: block.type,
    mode: 'managed',
  };
  return build(entry, context, exists, {
    values: undefined,
    before: undefined,
    unknown: true,
    sensitive: undefined,
    state: 'planned',
    below: '',
  });
}

interface State {
  readonly values: Json | undefined;
  readonly before: Json | undefined;
  readonly unknown: Json | undefined;
  readonly sensitive: Json | undefined;
  readonly state: Body['state'];
  readonly below: string;
}

function build(entry: Entry, context: PlanContext, exists: Truth, state: State): Resource {
  const { steps, rest } = splitAddress(entry.address);
  const at: PlanLocation = {
    kind: 'plan',
    path: context.path,
    pointer: entry.pointer,
    source: null,
  };
  const names = steps.map((step) => step.name);
  const module = context.root === null ? null : moduleAt(context.root, names);
  const index = printKey(member(entry.json, 'index'));
  const key = index === '' ? keyOf(rest) : index;
  const local = key === '' ? rest : rest.slice(0, rest.length - key.length);
  const blocks = relevantTypes.has(entry.type) ? module?.resources : module?.others();
  const block = blocks?.get(local) ?? null;
  const provider = readProvider(context.plan, block?.providerKey ?? 'aws', context.accounts, at);
  const place: Place | null =
    module === null ? null : { module, steps, key, repetition: block?.repetition };
  const body: Body = {
    ...state,
    block,
    at,
    valuesAt: { ...at, pointer: `${entry.pointer}${state.below}` },
    resolve: (expression) =>
      place === null
        ? { branches: [], complete: false }
        : {
            ...resolveReferences(expression, place, context.instances),
            reach: () =>
              context.sources.candidatesOf(expression, {
                module: place.module,
                repetition: block?.repetition,
              }),
          },
    sourcesOf: (expression) =>
      block === null ? 'anything' : context.sources.sourcesOf(expression, block),
    symbolOf: (name, expression) => symbolOf(name, expression, printModule(steps)),
  };
  const deposed = textMember(entry.json, 'deposed');
  const identity = isDeposed(entry) ? `${entry.address} (deposed ${deposed ?? ''})` : entry.address;
  return {
    source: 'plan',
    mode: entry.mode,
    type: entry.type,
    name: local.split('.').at(-1) ?? '',
    address: entry.address,
    identity,
    module: printModule(steps),
    exists,
    guard: null,
    providerRegion: provider.region,
    providerTags: provider.tags,
    providerAccount: provider.account,
    change: null,
    at,
    attribute: attributeOf(body),
  };
}

/** An argument is asked for several times in a row, and where a key has a hundred thousand consumers, that counts. */
function attributeOf(body: Body): Resource['attribute'] {
  let last: { readonly name: string; readonly attribute: Attribute } | null = null;
  return (name) => {
    if (last?.name !== name) {
      const read = name.startsWith('/') ? readNested : readAttribute;
      last = { name, attribute: read(body, name) };
    }
    return last.attribute;
  };
}

/** The bracketed key at the end of a local address. */
function keyOf(local: string): string {
  const open = local.indexOf('[');
  return open === -1 ? '' : local.slice(open);
}

/**
 * Only a lone reference to one thing stands for its value: of a list, a function may pick any element. A plan
 * tells neither types nor functions, so the name must be that of a single value of the argument's sort, or an index single
 * it out: a policy that refers to a role's ARN is not that ARN, and a zone that refers to a Region is not that Region.
 */
function symbolOf(name: string, expression: Json | undefined, module: string): string | undefined {
  const references = outermost(expression);
  const [reference] = references;
  if (references.length !== 1 || reference === undefined) return undefined;
  const parts = reference.replaceAll(/\[[^\]]*\]/g, '').split('.');
  const isAttribute = parts.length >= (parts[0] === 'data' ? 4 : 3);
  return isAttribute && valueOf(name).test(reference) ? joinAddress(module, reference) : undefined;
}

/** How attributes end that hold what an argument of this name takes. */
function valueOf(name: string): RegExp {
  if (/(?:^|_)policy$/.test(name)) return /[._](?:json|policy)$/;
  return /(?:^|_)zone$/.test(name) ? /(?:[._]zone|\])$/ : /(?:[._](?:id|arn)|\])$/;
}

/** Groups instances by the address of their block. */
export function groupInstances(addresses: readonly string[], partial: boolean): Instances {
  const byBlock = new Map<string, string[]>();
  for (const address of addresses) {
    const { steps, rest } = splitAddress(address);
    const key = keyOf(rest);
    const local = key === '' ? rest : rest.slice(0, rest.length - key.length);
    const base = joinAddress(printModule(steps), local);
    const group = byBlock.get(base);
    if (group === undefined) byBlock.set(base, [address]);
    else group.push(address);
  }
  return { byBlock, partial };
}
