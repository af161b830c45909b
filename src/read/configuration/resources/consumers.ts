import { pointerTo } from '../../../model/location.ts';
import { parseArn } from '../../../model/targets.ts';
import { undecided, type Truth } from '../../../model/truth.ts';
import { unknown } from '../../../model/value.ts';
import { evaluate } from '../../../hcl/language/evaluate.ts';
import { expand, type Instance } from '../../../hcl/language/expand.ts';
import { nestedTypes } from '../../../hcl/language/body.ts';
import type { Block, Body } from '../../../hcl/language/source.ts';
import {
  deep,
  EvaluationError,
  LimitError,
  unknownsIn,
  type UnknownVal,
  type Val,
} from '../../../hcl/value/value.ts';
import { isSpent, maxElements } from '../../../hcl/value/work.ts';
import { holdsArguments, isForKey, mayBeBlock, mayConsume } from '../../input/consumer.ts';
import type { Attribute, Resource } from '../../input/resource.ts';
import { passedValues, sourceOf } from '../call-set.ts';
import { moduleDirectory } from '../modules/unread.ts';
import type { Scope } from '../scope.ts';
import { settle, toAttribute } from './attribute.ts';
import { frameOf } from './frame.ts';
import type { ResourceInstance } from './resource-set.ts';

/**
 * The resources of other services that hold a key by reference or alias, in a module instance and in those to which it passes
 * one. What cannot be evaluated holds none: consumers that are not known are no evidence.
 */
export function consumersOf(entry: Scope): readonly Resource[] {
  const found: Resource[] = [];
  const pending = [entry];
  for (let scope = pending.pop(); scope !== undefined; scope = pending.pop()) {
    const { root, source } = scope;
    for (const [key, block] of source.resources) {
      if (isSpent(root.work) || found.length >= maxElements) return found;
      if (block.type === 'resource' && mayConsume(block.labels[0] ?? ''))
        found.push(...consumersIn(key, scope));
    }
    const inner = [...source.calls].flatMap(([name, block]) => calledWithKey(name, block, scope));
    pending.push(...inner.toReversed());
  }
  return found;
}

function consumersIn(key: string, scope: Scope): readonly Resource[] {
  return quietly(() => scope.resources(key).instances).flatMap((instance) => {
    const held = holdingsOf(instance, scope);
    if (held.size === 0) return [];
    const frame = frameOf(instance, scope);
    const none = toAttribute(null, '', instance.block.at, scope.root.entry.isRoot);
    return [
      {
        ...frame,
        exists: existenceOf(instance, scope, frame.exists),
        keyArguments: [...held.keys()],
        attribute: (name: string) =>
          held.get(name) ?? (name === 'region' ? regionOf(instance, scope) : none),
      },
    ];
  });
}

/** What a caller's default makes is no evidence either. */
function existenceOf(
  { instance, address, block }: ResourceInstance,
  { root, existence }: Scope,
  exists: Truth,
): Truth {
  const isAssumed = instance.isAssumed || existence.isAssumed;
  if (root.entry.isRoot || !isAssumed || exists.is !== true) return exists;
  return undecided(unknown('unset-variable', `the number of ${address}`, block.at));
}

function regionOf({ configured, block }: ResourceInstance, { root }: Scope): Attribute {
  return toAttribute(
    settle(() => configured('region')),
    'region',
    block.at,
    root.entry.isRoot,
  );
}

/** The arguments that hold a key, by their pointers. */
function holdingsOf(
  { block, configured }: ResourceInstance,
  { root }: Scope,
): ReadonlyMap<string, Attribute> {
  const { isRoot } = root.entry;
  const [type = ''] = block.labels;
  const found = new Map<string, Attribute>();
  const isJson = block.at.path.endsWith('.json');
  const opens = (name: string): boolean =>
    holdsArguments(type, name, true) || (isJson && mayBeBlock(name));
  const visit = (value: Val, name: string, pointer: string): void => {
    if (value.t === 'object') {
      if (opens(name)) visitBlock(value, pointer);
    } else if (value.t === 'list') {
      if (!holdsArguments(type, name, false)) return;
      for (const [i, one] of value.v.entries()) visitBlock(one, pointerTo(pointer, i));
    } else if (namesKey(value) && (isRoot || value.assumed === undefined)) {
      if (!isJson || isForKey(pointer))
        found.set(pointer, toAttribute(value, name, block.at, isRoot));
    }
  };
  const visitBlock = (value: Val, pointer: string): void => {
    if (value.t !== 'object') return;
    for (const [inner, own] of value.v) visit(own, inner, pointerTo(pointer, inner));
  };
  for (const name of namesIn(block.body)) {
    const value = settle(() => configured(name));
    if (value !== null) visit(value, name, pointerTo('', name));
  }
  return found;
}

/** Without one of these words an expression leads to no key. */
const leading = /(?:aws|awscc)_kms_|\b(?:var|local|module|each|data)\.|\balias\//;

/** The arguments, and the types of nested blocks, that may hold a key: most say what they are without being evaluated. */
function namesIn(body: Body): ReadonlySet<string> {
  const args = [...body.args.values()].filter(({ source }) => leading.test(source));
  const blocks = body.blocks.filter((block) => mayLead(block.body));
  return new Set([...args.map(({ name }) => name), ...nestedTypes({ ...body, blocks })]);
}

function mayLead({ args, blocks }: Body): boolean {
  return (
    [...args.values()].some(({ source }) => leading.test(source)) ||
    blocks.some(({ body }) => mayLead(body))
  );
}

/** Whether a whole value is an alias, or an attribute of one thing of KMS: not a text that is made with it. */
function namesKey(value: Val): boolean {
  if (value.t === 'string') return isAlias(value.v);
  if (value.t !== 'unknown' || !value.complete) return false;
  const [branch] = value.refs;
  const [identity] = branch?.identities ?? [];
  const isOne = value.refs.length === 1 && branch?.identities.length === 1;
  if (!isOne || identity === undefined || !isOfKms(value)) return false;
  return attributes.some((attribute) => value.symbol === identity + attribute);
}

/** Attributes of keys, aliases and their data sources that stand for a key (documentation of the providers). */
const attributes: readonly string[] = [
  '.alias_name',
  '.arn',
  '.id',
  '.key_arn',
  '.key_id',
  '.name',
  '.target_key_arn',
  '.target_key_id',
];

function isOfKms({ refs }: UnknownVal): boolean {
  return refs.some(({ identities }) =>
    identities.some((identity) => /(?:^|\.)(?:aws|awscc)_kms_\w+\./.test(identity)),
  );
}

function isAlias(text: string): boolean {
  const name = parseArn(text)?.resource ?? text;
  return name.startsWith('alias/') && !name.startsWith('alias/aws/');
}

/** Modules that name a key themselves, or that are passed one. */
function calledWithKey(name: string, block: Block, scope: Scope): readonly Scope[] {
  const { root, source, origin } = scope;
  const callPath = origin.callPath === '' ? name : `${origin.callPath}.${name}`;
  const directory = moduleDirectory(sourceOf(block), callPath, source.directory, root);
  if (directory === null) return [];
  if (!root.leads(directory) && !passesKey(block, scope)) return [];
  return quietly(() => scope.calls(name).scopes).map((called) => called.scope);
}

function passesKey(block: Block, { environment }: Scope): boolean {
  const expansion = (): readonly Instance[] =>
    expand(block, (argument) => evaluate(argument.expression(), environment(null))).instances;
  return quietly(expansion).some((instance) => {
    const values = passedValues(block, environment(instance));
    return (
      unknownsIn(values).some(isOfKms) ||
      values.some((value) => [...deep(value)].some((one) => one.t === 'string' && isAlias(one.v)))
    );
  });
}

/** What Terraform would refuse, and what takes too long, has no instances; it is told where keys are read. */
function quietly<T>(read: () => readonly T[]): readonly T[] {
  try {
    return read();
  } catch (error) {
    const isKnown =
      error instanceof EvaluationError ||
      error instanceof LimitError ||
      error instanceof RangeError;
    if (isKnown) return [];
    throw error;
  }
}
