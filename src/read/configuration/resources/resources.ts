import type { Kind } from '../../../model/inventory.ts';
import type { SourceLocation } from '../../../model/location.ts';
import { joinAddress } from '../../input/address.ts';
import { kindOfType, type Attribute, type Resource } from '../../input/resource.ts';
import { placeInCalls, placeWithCall } from './passed.ts';
import { settle, toAttribute } from './attribute.ts';
import { frameOf } from './frame.ts';
import { nestedTypes } from '../../../hcl/language/body.ts';
import { moduleDirectory } from '../modules/unread.ts';
import { evaluate } from '../../../hcl/language/evaluate.ts';
import { expand, type Expansion, type Instance } from '../../../hcl/language/expand.ts';
import { sourceOf } from '../call-set.ts';
import type { ResourceInstance } from './resource-set.ts';
import type { Scope } from '../scope.ts';
import { insideOf } from './policy-place.ts';
import type { Argument, Block } from '../../../hcl/language/source.ts';
import { EvaluationError, LimitError } from '../../../hcl/value/value.ts';
import { isSpent, maxElements } from '../../../hcl/value/work.ts';

/** The resource instances of a module instance and of those that it calls, as far as they concern KMS. */
export function resourcesOf(entry: Scope): readonly Resource[] {
  const found: Resource[] = [];
  const pending = [entry];
  for (let scope = pending.pop(); scope !== undefined; scope = pending.pop()) {
    const { root, source } = scope;
    const [call] = entry.source.calls.values();
    if (isSpent(root.work) && call !== undefined) {
      const what = 'the modules called take too many steps to evaluate; some were not judged';
      root.note({ reason: 'evaluation-limit', what, at: call.at });
      return found;
    }
    root.cover(source.directory);
    for (const [key, block] of source.resources) {
      if (!root.reads(block.labels[0] ?? '')) continue;
      if (found.length >= maxElements) {
        const what = `there are more than ${maxElements} resources`;
        root.note({ reason: 'evaluation-limit', what, at: block.at });
        return found;
      }
      for (const resource of instancesOf(key, block, scope)) found.push(resource);
    }
    noteReplaced(scope);
    const inner = [...source.calls].flatMap(([name, block]) => calledScopes(name, block, scope));
    pending.push(...inner.toReversed());
  }
  return found;
}

/** What only a file declares that OpenTofu passes over is told; what both declare is judged as OpenTofu reads it. */
function noteReplaced({ root, origin, source }: Scope): void {
  for (const { block, by } of source.replaced ?? []) {
    const [type = '', name = ''] = block.labels;
    const kind = block.type === 'resource' ? kindOfType(type) : null;
    const key = `${type}.${name}`;
    if (kind === null || source.resources.has(key)) continue;
    const why = `OpenTofu reads ${by} in the place of its file`;
    root.noteWithout({ kind, address: joinAddress(origin.address, key), why, at: block.at });
  }
}

function instancesOf(key: string, block: Block, scope: Scope): readonly Resource[] {
  const { root, origin } = scope;
  const set = attempt(key, block, scope, () => scope.resources(key).instances);
  const kind = block.type === 'resource' ? kindOfType(block.labels[0] ?? '') : null;
  if (set?.length === 0 && kind !== null) {
    const address = joinAddress(origin.address, key);
    root.noteWithout({ kind, address, why: 'it makes no instance', at: block.at });
  }
  return (set ?? []).map((instance) => toResource(instance, scope));
}

function calledScopes(name: string, block: Block, scope: Scope): readonly Scope[] {
  const { root, source, origin } = scope;
  const callPath = origin.callPath === '' ? name : `${origin.callPath}.${name}`;
  const directory = moduleDirectory(sourceOf(block), callPath, source.directory, root);
  if (directory !== null && !root.leads(directory)) {
    const expansion = attempt(`module.${name}`, block, scope, () => expansionOf(block, scope));
    if (expansion === null || expansion.instances.length > 0) root.noteBelow(directory, callPath);
    return [];
  }
  const set = attempt(`module.${name}`, block, scope, () => scope.calls(name));
  return (set?.scopes ?? []).map((called) => called.scope);
}

function expansionOf(block: Block, { environment }: Scope): Expansion {
  return expand(block, (argument) => evaluate(argument.expression(), environment(null)));
}

function attempt<T>(what: string, block: Block, { root, origin }: Scope, run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    const isLimit = error instanceof LimitError || error instanceof RangeError;
    if (!isLimit && !(error instanceof EvaluationError)) throw error;
    const where = origin.address === '' ? what : `${origin.address}.${what}`;
    const reason = isLimit ? 'evaluation-limit' : 'unresolved-reference';
    const kind = block.type === 'module' ? null : kindOfType(block.labels[0] ?? '');
    const hides = kind === null ? {} : { hides: [kind] };
    const flaw = { reason, what: `${where}: ${error.message}`, at: block.at } as const;
    // Nobody but the one rule about it misses a monitor.
    if (kind === 'monitor') root.noteAbsent({ ...flaw, hides: [kind] });
    else root.note({ ...flaw, ...hides });
    return null;
  }
}

function toResource(found: ResourceInstance, scope: Scope): Resource {
  noteAbsent(found, scope);
  return { ...frameOf(found, scope), attribute: attributesOf(found, scope) };
}

/**
 * Where the number of instances is not settled, there may be more of them than were read: more HSMs, or aliases
 * that target by their index. A key that only counts would make has no other key to be mistaken for.
 */
function noteAbsent({ block, instance, address }: ResourceInstance, scope: Scope): void {
  const { root, existence } = scope;
  const isAssumed = !root.entry.isRoot && (instance.isAssumed || existence.isAssumed);
  const doubt = instance.doubt ?? existence.doubts[0] ?? null;
  if (block.type !== 'resource' || (doubt === null && !isAssumed)) return;
  const hides = kindByCount(block);
  if (hides === null) return;
  const what = doubt === null ? `the number of ${address}` : doubt.what;
  root.noteAbsent({
    reason: doubt?.reason ?? 'unset-variable',
    what,
    at: block.at,
    hides: [hides],
  });
}

function kindByCount({ labels: [type = ''], body }: Block): Kind | null {
  if (type === 'aws_cloudhsm_v2_hsm') return 'hsm';
  if (!type.endsWith('_kms_alias')) return null;
  return body.args.get('target_key_id')?.source.includes('count.index') === true ? 'alias' : null;
}

/** Every argument that is there, evaluated while the parser is at hand. */
function attributesOf(
  { block, configured, instance }: ResourceInstance,
  scope: Scope,
): Resource['attribute'] {
  const { isRoot } = scope.root.entry;
  const names = new Set([...block.body.args.keys(), ...nestedTypes(block.body)]);
  const found = new Map(
    [...names].map((name) => {
      const argument = block.body.args.get(name);
      const at =
        argument === undefined
          ? placeInCalls(placeOf(name, block), scope)
          : placeWithCall(argument, block, scope, instance);
      const attribute = toAttribute(
        settle(() => configured(name)),
        name,
        at,
        isRoot,
      );
      return [name, withPlaces(attribute, argument, scope, instance)] as const;
    }),
  );
  return (name) =>
    found.get(name) ??
    toAttribute(
      settle(() => configured(name)),
      name,
      placeInCalls(block.at, scope),
      isRoot,
    );
}

/** Arguments that are documents, of whose parts the rules tell the place. */
const documents: ReadonlySet<string> = new Set(['policy', 'key_policy']);

function withPlaces(
  attribute: Attribute,
  argument: Argument | undefined,
  scope: Scope,
  instance: Instance,
): Attribute {
  if (argument === undefined || !documents.has(argument.name)) return attribute;
  const { value } = attribute;
  const parts = value.known ? [value.value] : (value.parts ?? []);
  const text = parts.map((part) => (typeof part === 'string' ? part : '')).join('');
  const lines = text.trimEnd().split('\n').length;
  const inside = insideOf(argument, scope, instance, lines);
  return {
    ...attribute,
    value: {
      ...value,
      inside: (place) => {
        const found = inside(place);
        return found?.kind === 'source' ? placeInCalls(found, scope) : found;
      },
    },
  };
}

/** A nested block where there is one, else the block itself. */
function placeOf(name: string, block: Block): SourceLocation {
  const nested = block.body.blocks.find(({ type, labels }) => type === name || labels[0] === name);
  return nested?.at ?? block.at;
}
