import type { Entry } from '../input/entry.ts';
import type { Resource } from '../input/resource.ts';
import { updateOutside } from './change.ts';
import { isDeletedOutside } from './document.ts';
import { priorFromChange, type PlanContext } from './resources.ts';

/**
 * What the state said before the plan refreshed it: the prior state, with what `resource_drift` says was changed as it was.
 * A key that was deleted outside stands in the prior state already.
 */
export function beforeRefresh(
  drift: readonly Entry[],
  prior: readonly Resource[],
  context: PlanContext,
): readonly Resource[] {
  const changed = drift
    .filter((entry) => !isDeletedOutside(entry))
    .map((entry) => priorFromChange(entry, context))
    .map((resource) => ({ ...resource, change: updateOutside(resource.at) }));
  if (changed.length === 0) return [];
  const names = new Set(changed.map(({ identity }) => identity));
  return [...changed, ...prior.filter(({ identity }) => !names.has(identity))];
}
