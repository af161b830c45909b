import type { SourceLocation } from '../../../model/location.ts';
import { undecided, yes, type Truth } from '../../../model/truth.ts';
import { mapValue, unknown, type Value } from '../../../model/value.ts';
import type { Resource } from '../../input/resource.ts';
import type { UnknownVal } from '../../../hcl/value/value.ts';
import { scopedGuard, type Scope } from '../scope.ts';
import { settle, toUnknown, toValue } from './attribute.ts';
import { placeInCalls } from './passed.ts';
import type { ResourceInstance } from './resource-set.ts';

/** All of a resource but its arguments. */
export function frameOf(found: ResourceInstance, scope: Scope): Omit<Resource, 'attribute'> {
  const { address, block, instance, provider } = found;
  const { isRoot } = scope.root.entry;
  const [type = '', name = ''] = block.labels;
  const doubts = [...scope.existence.doubts, ...(instance.doubt === null ? [] : [instance.doubt])];
  const own = instance.guard === null ? [] : [scopedGuard(scope, instance.guard)];
  const guards = [...scope.existence.guards, ...own];
  const region = settle(() => provider.region());
  return {
    source: 'hcl',
    mode: block.type === 'data' ? 'data' : 'managed',
    type,
    name,
    address,
    identity: address,
    module: scope.origin.address,
    exists: existenceOf(doubts, block.at),
    guard: guards.length === 0 ? null : guards.join(' && '),
    providerRegion: asTextValue(toValue(region, provider.at ?? block.at, isRoot), block.at),
    providerTags: toValue(
      settle(() => provider.tags()),
      provider.at ?? block.at,
      isRoot,
    ),
    providerAccount: unknown(
      'not-read',
      `the account of provider ${provider.account}`,
      provider.at ?? block.at,
      `account of ${provider.account}`,
    ),
    change: null,
    at: placeInCalls(block.at, scope),
  };
}

function existenceOf(doubts: readonly UnknownVal[], at: SourceLocation): Truth {
  return doubts.length === 0 ? yes : undecided(...doubts.map((doubt) => toUnknown(doubt, at)));
}

function asTextValue(value: Value<unknown>, at: SourceLocation): Value<string> {
  if (!value.known) return value;
  const { value: inner } = value;
  if (typeof inner === 'string') return mapValue(value, () => inner);
  return unknown('unexpected-type', 'the Region of the provider', at);
}
