import type { PlanLocation } from '../../model/location.ts';
import { no, undecided } from '../../model/truth.ts';
import { unknown } from '../../model/value.ts';
import { joinAddress, printModule, splitAddress } from '../input/address.ts';
import { member } from '../input/json.ts';
import { aliasTypes, monitorTypes, type Resource } from '../input/resource.ts';
import { modulesOf, type ConfigModule, type ConfigResource } from './configuration.ts';
import { declaredOnly, groupInstances, type PlanContext } from './resources.ts';

/**
 * Blocks that could name a key and have no instance: a targeted plan leaves them out without a word, unless it says
 * that it is complete. One whose instances it deletes is gone.
 */
export function withoutInstance(
  context: PlanContext,
  seen: ReadonlySet<string>,
  isAbsent: boolean,
  at: PlanLocation,
): readonly Resource[] {
  const { root, instances } = context;
  if (root === null) return [];
  const modules = moduleInstances(seen);
  const mentioned = groupInstances([...seen], false).byBlock;
  const found: Resource[] = [];
  for (const module of modulesOf(root)) {
    const places = modules.get(module.path) ?? [
      module.path === '' ? '' : `module.${module.path.replaceAll('.', '.module.')}`,
    ];
    for (const block of module.resources.values()) {
      if (block.mode !== 'managed' || !mayBeLeftOut(block.type)) continue;
      for (const place of places) {
        const address = joinAddress(place, block.local);
        if (instances.byBlock.has(address)) continue;
        const isGone = isAbsent || mentioned.has(address);
        const doubt = undecided(unknown('declared-without-instance', address, at));
        const resource = declaredOnly(block, place, context, isGone ? no : doubt);
        found.push(resource);
        if (!isGone && mayBeSeveral(block)) found.push(resource);
      }
    }
  }
  return found;
}

/** Two HSMs are all that matters: one block with count or for_each may be both. */
function mayBeSeveral({ type, repetition, module }: ConfigResource): boolean {
  return type === 'aws_cloudhsm_v2_hsm' && (repetition !== undefined || isRepeated(module));
}

function isRepeated({ call, parent }: ConfigModule): boolean {
  if (parent === null) return false;
  const own = member(call, 'for_each_expression') ?? member(call, 'count_expression');
  return own !== undefined || isRepeated(parent);
}

const evidence: ReadonlySet<string> = new Set([
  'aws_kms_key_policy',
  'aws_kms_grant',
  'aws_cloudhsm_v2_hsm',
]);

function mayBeLeftOut(type: string): boolean {
  return aliasTypes.has(type) || monitorTypes.has(type) || evidence.has(type);
}

function moduleInstances(addresses: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const byPath = new Map<string, Set<string>>([['', new Set([''])]]);
  for (const address of addresses) {
    const { steps } = splitAddress(address);
    steps.forEach((_, i) => {
      const some = steps.slice(0, i + 1);
      const path = some.map((step) => step.name).join('.');
      byPath.set(path, (byPath.get(path) ?? new Set()).add(printModule(some)));
    });
  }
  return new Map([...byPath].map(([path, places]) => [path, [...places]]));
}
