import { isArray, member, membersOf, textMember, type JsonObject } from '../input/json.ts';
import { callerIdentity, gapsOf, readValues, type Entry, type Flaw } from '../input/entry.ts';
import { keyTypes, type Resource } from '../input/resource.ts';
import { dateMember } from '../input/dates.ts';
import type { Gap } from '../../model/inventory.ts';
import { undecided, yes } from '../../model/truth.ts';
import { unknown } from '../../model/value.ts';
import type { PlanLocation } from '../../model/location.ts';
import { readAccounts } from './accounts.ts';
import { duplicates, failures, partialities } from './completeness.ts';
import { declaredIn, readConfiguration, type DeclaredInPlan } from './configuration.ts';
import { withoutInstance } from './without-instance.ts';
import { changeOutside, isDeposed, isForgotten, remains, untoldChange } from './change.ts';
import { consumersIn, type PlanConsumers } from './consumers.ts';
import { checkPlan, isDeletedOutside, readChanges, readDeferred, readDrift } from './document.ts';
import { beforeRefresh } from './drift.ts';
import { findSources } from './reach/sources.ts';
import { unsettledIn } from './reach/unsettled.ts';
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
  /** What the state said before the plan refreshed it; empty where nothing was changed outside of Terraform. */
  readonly lastKnown: readonly Resource[];
  readonly refreshesOnly: boolean;
  readonly gaps: readonly Gap[];
  readonly partial: readonly Gap[];
  /** What the configuration in it declares; null where it holds none. */
  readonly declared: DeclaredInPlan | null;
  /** Whether what is declared and not in it is not there. */
  readonly provesAbsence: boolean;
  readonly consumers: PlanConsumers;
  /** `timestamp`: when the plan was made, in ISO 8601 and UTC; null before Terraform 1.5. */
  readonly madeAt: string | null;
}

/** The parts of a plan that hold something of KMS or CloudHSM. */
interface Parts {
  readonly changes: readonly Entry[];
  readonly deferred: readonly Entry[];
  /** Of `planned_values`; of a plan that only refreshes the state, what that state holds. */
  readonly planned: readonly Entry[];
  readonly prior: readonly Entry[];
  readonly drift: readonly Entry[];
  readonly identities: readonly Entry[];
  readonly isRefreshOnly: boolean;
}

/**
 * Reads the output of `terraform show -json PLAN` or `tofu show -json PLAN` (format 0.1 to 1.x).
 * @throws InputError where the version or the overall shape is not that of a plan
 */
export function readPlanResources(plan: JsonObject, path: string): PlanResources {
  checkPlan(plan, path);
  const flaws: Flaw[] = [];
  const parts = readParts(plan, flaws);
  const { changes, deferred, isRefreshOnly } = parts;
  const root = readConfiguration(member(plan, 'configuration'), flaws);
  const at: PlanLocation = { kind: 'plan', path, pointer: '', source: null };
  const partial = partialities(plan, path, at, isRefreshOnly);
  const current = changes.filter(remains);
  const seen = new Set(changes.filter((entry) => !isDeposed(entry)).map((e) => e.address));
  const waiting = deferred.filter((entry) => !seen.has(entry.address));
  for (const entry of waiting) seen.add(entry.address);
  const unchanged = parts.planned.filter((entry) => !seen.has(entry.address));
  const data = parts.prior.filter((entry) => entry.mode === 'data' && !seen.has(entry.address));
  const entries = [...current, ...waiting, ...unchanged, ...data];
  const forgotten = changes.filter((entry) => isForgotten(entry) && !keyTypes.has(entry.type));
  const gaps = [...gapsOf(flaws, path), ...duplicates(changes, path), ...failures(plan, path, at)];
  const isWhole = gaps.length === 0 && (isRefreshOnly || isArray(member(plan, 'resource_changes')));
  const isProof = provesAbsence(plan, partial);
  const context: PlanContext = {
    path,
    plan,
    root,
    accounts: readAccounts(parts.identities, plan, root, path),
    instances: groupInstances(
      entries.map((entry) => entry.address),
      partial.length > 0,
    ),
    sources: findSources(unsettledIn(plan, partial.length > 0)),
  };
  const prior = [
    ...changes.filter(hadState).map((entry) => priorFromChange(entry, context)),
    ...waiting.filter(hadState).map((entry) => ({
      ...priorFromChange(entry, context),
      change: untoldChange({ ...at, pointer: entry.pointer }),
    })),
    ...parts.prior
      .filter((entry) => !seen.has(entry.address))
      .map((entry) => ({
        ...fromState(entry, context, 'prior'),
        change: isWhole ? null : untoldChange({ ...at, pointer: entry.pointer }),
      })),
    ...parts.drift.filter(isDeletedOutside).map((entry) => goneBefore(entry, context)),
  ];
  return {
    scope: path,
    planned: [
      ...current.map((entry) => plannedFromChange(entry, context, yes)),
      ...waiting
        .filter(remains)
        .map((entry) => plannedFromChange(entry, context, isDeferred(entry, at))),
      ...unchanged.map((entry) => fromState(entry, context, isRefreshOnly ? 'prior' : 'planned')),
      ...data.map((entry) => fromState(entry, context, 'planned')),
      ...forgotten.map((entry) => ({ ...priorFromChange(entry, context), change: null })),
      ...withoutInstance(context, seen, isProof, at),
    ],
    prior,
    lastKnown: beforeRefresh(parts.drift, prior, context),
    refreshesOnly: isRefreshOnly,
    gaps,
    partial,
    declared: root === null ? null : declaredIn(root),
    provesAbsence: isProof,
    consumers: consumersIn(plan, context, isRefreshOnly),
    madeAt: dateMember(plan, 'timestamp'),
  };
}

function readParts(plan: JsonObject, flaws: Flaw[]): Parts {
  const changes = readChanges(plan, flaws).filter(isNoIdentity);
  const planned = readValues(member(plan, 'planned_values'), '/planned_values', flaws);
  const values = member(member(plan, 'prior_state'), 'values');
  const before = readValues(values, '/prior_state/values', flaws);
  const prior = before.filter(isNoIdentity);
  const isRefreshOnly = isRefresh(plan) && prior.some(({ mode }) => mode === 'managed');
  return {
    changes,
    deferred: readDeferred(plan, flaws).filter(isNoIdentity),
    planned: isRefreshOnly ? prior.filter(isCurrent) : planned.filter(isNoIdentity),
    prior,
    drift: readDrift(plan, flaws),
    identities: before.filter((entry) => !isNoIdentity(entry)),
    isRefreshOnly,
  };
}

function isNoIdentity({ type }: Entry): boolean {
  return type !== callerIdentity;
}

/** A managed object that no failed replacement has left behind. */
function isCurrent({ mode, json }: Entry): boolean {
  return mode === 'managed' && textMember(json, 'deposed_key') === null;
}

/** A plan that only refreshes the state has no changes and plans nothing (seen of Terraform 1.11). */
function isRefresh(plan: JsonObject): boolean {
  const planned = membersOf(member(member(plan, 'planned_values'), 'root_module'));
  return (
    !isArray(member(plan, 'resource_changes')) &&
    planned.length === 0 &&
    member(plan, 'errored') !== true
  );
}

/** Terraform since 1.8 says so of a plan that holds everything; OpenTofu does not. */
function provesAbsence(plan: JsonObject, partial: readonly Gap[]): boolean {
  return member(plan, 'complete') === true && partial.length === 0;
}

function hadState(entry: Entry): boolean {
  return (
    entry.mode === 'managed' && (member(member(entry.json, 'change'), 'before') ?? null) !== null
  );
}

function isDeferred(entry: Entry, at: PlanLocation): ReturnType<typeof undecided> {
  return undecided(unknown('deferred-change', entry.address, { ...at, pointer: entry.pointer }));
}

/** A key that is made anew at the address of one that was deleted outside is another key. */
function goneBefore(entry: Entry, context: PlanContext): Resource {
  const resource = priorFromChange(entry, context);
  const identity = keyTypes.has(entry.type)
    ? `${resource.identity} (deleted outside)`
    : resource.identity;
  return { ...resource, identity, change: changeOutside(resource.at) };
}
