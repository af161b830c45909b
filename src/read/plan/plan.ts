import { dateMember } from '../input/dates.ts';
import { isArray, member, type JsonObject } from '../input/json.ts';
import type { Resource } from '../input/resource.ts';
import type { Gap } from '../../model/inventory.ts';
import { undecided, yes } from '../../model/truth.ts';
import { unknown } from '../../model/value.ts';
import type { PlanLocation } from '../../model/location.ts';
import { duplicates, failures, gapsOf, partialities } from './completeness.ts';
import { readConfiguration } from './configuration.ts';
import { withoutInstance } from './without-instance.ts';
import { isDeposed, remains, untoldChange } from './change.ts';
import {
  checkPlan,
  readChanges,
  readDeferred,
  readState,
  type Entry,
  type Flaw,
} from './document.ts';
import {
  fromState,
  groupInstances,
  plannedFromChange,
  priorFromChange,
  type PlanContext,
} from './resources.ts';

/** Both states of a plan, as resources, and what it does not tell. */
export interface PlanResources {
  readonly scope: string;
  readonly planned: readonly Resource[];
  readonly prior: readonly Resource[];
  readonly gaps: readonly Gap[];
  readonly partial: readonly Gap[];
  /** `timestamp`: when the plan was made, in ISO 8601 and UTC; null before Terraform 1.5. */
  readonly madeAt: string | null;
}

/**
 * Reads the output of `terraform show -json PLAN` or `tofu show -json PLAN` (format 0.1 to 1.x).
 * @throws InputError where the version or the overall shape is not that of a plan
 */
export function readPlanResources(plan: JsonObject, path: string): PlanResources {
  checkPlan(plan, path);
  const flaws: Flaw[] = [];
  const changes = readChanges(plan, flaws);
  const deferred = readDeferred(plan, flaws);
  const plannedValues = readState(member(plan, 'planned_values'), '/planned_values', flaws);
  const priorValues = readState(
    member(member(plan, 'prior_state'), 'values'),
    '/prior_state/values',
    flaws,
  );
  const root = readConfiguration(member(plan, 'configuration'), flaws);
  const at: PlanLocation = { kind: 'plan', path, pointer: '', source: null };
  const partial = partialities(plan, path, at);
  const current = changes.filter(remains);
  const seen = new Set(changes.filter((entry) => !isDeposed(entry)).map((e) => e.address));
  const waiting = deferred.filter((entry) => !seen.has(entry.address));
  for (const entry of waiting) seen.add(entry.address);
  const unchanged = plannedValues.filter((entry) => !seen.has(entry.address));
  const data = priorValues.filter((entry) => entry.mode === 'data' && !seen.has(entry.address));
  const entries = [...current, ...waiting, ...unchanged, ...data];
  const gaps = [...gapsOf(flaws, path), ...duplicates(changes, path), ...failures(plan, path, at)];
  const isWhole = gaps.length === 0 && isArray(member(plan, 'resource_changes'));
  const context: PlanContext = {
    path,
    plan,
    root,
    instances: groupInstances(
      entries.map((entry) => entry.address),
      partial.length > 0,
    ),
  };
  return {
    scope: path,
    planned: [
      ...current.map((entry) => plannedFromChange(entry, context, yes)),
      ...waiting
        .filter(remains)
        .map((entry) => plannedFromChange(entry, context, isDeferred(entry, at))),
      ...unchanged.map((entry) => fromState(entry, context, 'planned')),
      ...data.map((entry) => fromState(entry, context, 'planned')),
      ...withoutInstance(context, seen, at),
    ],
    prior: [
      ...changes.filter(hadState).map((entry) => priorFromChange(entry, context)),
      ...waiting.filter(hadState).map((entry) => ({
        ...priorFromChange(entry, context),
        change: untoldChange({ ...at, pointer: entry.pointer }),
      })),
      ...priorValues
        .filter((entry) => !seen.has(entry.address))
        .map((entry) => ({
          ...fromState(entry, context, 'prior'),
          change: isWhole ? null : untoldChange({ ...at, pointer: entry.pointer }),
        })),
    ],
    gaps,
    partial,
    madeAt: dateMember(plan, 'timestamp'),
  };
}

function hadState(entry: Entry): boolean {
  return (
    entry.mode === 'managed' && (member(member(entry.json, 'change'), 'before') ?? null) !== null
  );
}

function isDeferred(entry: Entry, at: PlanLocation): ReturnType<typeof undecided> {
  return undecided(unknown('deferred-change', entry.address, { ...at, pointer: entry.pointer }));
}
