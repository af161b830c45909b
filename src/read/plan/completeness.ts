import { everyKind, type Gap } from '../../model/gap.ts';
import type { PlanLocation } from '../../model/location.ts';
import type { UnknownReason } from '../../model/value.ts';
import { isArray, member, textMember, type JsonObject } from '../input/json.ts';
import type { Entry } from '../input/entry.ts';

/** What makes absence from the plan mean nothing. */
export function partialities(
  plan: JsonObject,
  path: string,
  at: PlanLocation,
  isRefreshOnly: boolean,
): readonly Gap[] {
  const partial = (what: string, pointer: string): Gap =>
    gap(path, 'partial-plan', what, { ...at, pointer });
  const found: Gap[] = [];
  if (member(plan, 'errored') === true)
    found.push(partial('planning ended with an error (errored is true)', '/errored'));
  if (member(plan, 'complete') === false)
    found.push(partial('the plan is partial (complete is false)', '/complete'));
  const deferred = member(plan, 'deferred_changes');
  if (isArray(deferred) && deferred.length > 0)
    found.push(partial('changes are deferred to a later plan', '/deferred_changes'));
  if (!isArray(member(plan, 'resource_changes')))
    found.push(
      partial(
        isRefreshOnly
          ? 'the plan only refreshes the state, and does not tell what else is declared'
          : 'the plan has no resource_changes',
        '',
      ),
    );
  return found;
}

/** A plan that failed half-way lacks what its author wanted in it: that is a gap, not a choice. */
export function failures(plan: JsonObject, path: string, at: PlanLocation): readonly Gap[] {
  if (member(plan, 'errored') !== true) return [];
  const what = 'planning ended with an error, so resources are missing from the plan';
  return [gap(path, 'partial-plan', what, { ...at, pointer: '/errored' })];
}

/** Two objects at one address: no plan that Terraform wrote has them. */
export function duplicates(changes: readonly Entry[], path: string): readonly Gap[] {
  const seen = new Set<string>();
  return changes.flatMap((entry) => {
    const identity = `${entry.address}\n${textMember(entry.json, 'deposed') ?? ''}`;
    if (!seen.has(identity)) {
      seen.add(identity);
      return [];
    }
    const at: PlanLocation = { kind: 'plan', path, pointer: entry.pointer, source: null };
    return [
      gap(
        path,
        'conflicting-declarations',
        `a second resource with the address ${entry.address}`,
        at,
      ),
    ];
  });
}

function gap(scope: string, reason: UnknownReason, what: string, at: PlanLocation): Gap {
  return { scope, reason, what, hides: everyKind, at };
}
