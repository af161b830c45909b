import { pointerTo } from '../../model/location.ts';
import { yes } from '../../model/truth.ts';
import { isForKey, isNamed, mayConsume, type KeyNames } from '../input/consumer.ts';
import { resourcesIn, type Entry } from '../input/entry.ts';
import { elementsOf, isObject, member, textMember, type JsonObject } from '../input/json.ts';
import type { Json, Resource } from '../input/resource.ts';
import { argumentsOf, valueAt } from './arguments.ts';
import { actionsOf, isDeposed, isForgotten, remains } from './change.ts';
import { fromState, plannedFromChange, priorFromChange, type PlanContext } from './resources.ts';

/** The keys whose consumers are wanted. */
export interface Wanted extends KeyNames {
  /** Whether some of them have no id yet, so that references alone tell who will hold them. */
  readonly isUnnamed: boolean;
}

/** Consumers in each of the states where they hold a key; in the planned one also where they let go of it. */
interface Found<T> {
  readonly planned: readonly T[];
  readonly prior: readonly T[];
}

/** What is made of each resource at once: there may be a hundred thousand, and none is kept. */
interface Readers<T> {
  readonly planned: (resource: Resource) => T;
  readonly prior: (resource: Resource) => T;
}

/** What holds the keys of a plan. The plan is looked through for it only where that is asked for. */
export interface PlanConsumers {
  /** Whether the plan gives another value to an argument that holds one of these keys. */
  readonly move: (names: KeyNames) => boolean;
  readonly of: <T>(wanted: Wanted, read: Readers<T>) => Found<T>;
}

/** @param isRefreshOnly whether the prior state, as it was refreshed, is the planned one */
export function consumersIn(
  plan: JsonObject,
  context: PlanContext,
  isRefreshOnly: boolean,
): PlanConsumers {
  return {
    move: (names) => {
      if (names.ids.size + names.aliases.size === 0) return false;
      for (const entry of changesIn(plan, isUpdate)) if (isMoved(entry, names)) return true;
      return false;
    },
    of: <T>(wanted: Wanted, read: Readers<T>) => {
      const [planned, prior]: [T[], T[]] = [[], []];
      const seen = new Set<string>();
      for (const entry of changesIn(plan)) {
        seen.add(entry.address);
        const found = ofChange(entry, context, wanted);
        for (const resource of found.planned) planned.push(read.planned(resource));
        for (const resource of found.prior) prior.push(read.prior(resource));
      }
      const ofStates = (state: 'planned' | 'prior'): readonly T[] =>
        unmentioned(plan, state === 'planned' && !isRefreshOnly, seen).flatMap((entry) => {
          const keyArguments = named(member(entry.json, 'values'), entry, wanted);
          const isHolder = keyArguments.length > 0;
          if (!isHolder) return [];
          return [read[state]({ ...fromState(entry, context, state), keyArguments })];
        });
      return {
        planned: [...planned, ...ofStates('planned')],
        prior: [...prior, ...ofStates('prior')],
      };
    },
  };
}

function ofChange(entry: Entry, context: PlanContext, wanted: Wanted): Found<Resource> {
  const { before, after } = holdingsOf(entry, wanted);
  if (before.length + after.length === 0) return { planned: [], prior: [] };
  const earlier = { ...priorFromChange(entry, context), keyArguments: before };
  const prior = before.length === 0 ? [] : [earlier];
  if (remains(entry)) {
    return { planned: [{ ...plannedFromChange(entry, context, yes), keyArguments: after }], prior };
  }
  // What Terraform forgets lives on as it is.
  return {
    planned: isForgotten(entry) ? prior.map((one) => ({ ...one, change: null })) : [],
    prior,
  };
}

/** The changes of other services' resources; what a failed replacement has left behind is none of them. */
function* changesIn(
  plan: JsonObject,
  isWanted: (change: Json) => boolean = () => true,
): Generator<Entry> {
  for (const [i, json] of elementsOf(member(plan, 'resource_changes')).entries()) {
    if (!isWanted(json)) continue;
    const entry = consumerAt(json, pointerTo('/resource_changes', i));
    if (entry !== null && !isDeposed(entry)) yield entry;
  }
}

/** Nothing but an update or a replacement gives another value to an argument. */
function isUpdate(change: Json): boolean {
  const actions = elementsOf(member(member(change, 'change'), 'actions'));
  return actions[0] === 'update' || actions.length > 1;
}

/** What stands in a state alone: a targeted plan mentions no other resource among its changes. */
function unmentioned(
  plan: JsonObject,
  isPlanned: boolean,
  seen: ReadonlySet<string>,
): readonly Entry[] {
  const values = isPlanned
    ? member(plan, 'planned_values')
    : member(member(plan, 'prior_state'), 'values');
  const pointer = isPlanned ? '/planned_values' : '/prior_state/values';
  const found: Entry[] = [];
  for (const [json, at] of resourcesIn(values, pointer)) {
    const entry = consumerAt(json, at);
    const isLeft = entry !== null && !seen.has(entry.address);
    if (isLeft && textMember(json, 'deposed_key') === null) found.push(entry);
  }
  return found;
}

function consumerAt(json: Json, pointer: string): Entry | null {
  const [type, address] = [textMember(json, 'type'), textMember(json, 'address')];
  if (!isObject(json) || type === null || address === null || !mayConsume(type)) return null;
  if ((member(json, 'mode') ?? 'managed') !== 'managed') return null;
  return { json, pointer, address, type, mode: 'managed' };
}

/** Whether an argument that held one of the keys has another value, or one that is not known yet. */
function isMoved(entry: Entry, names: KeyNames): boolean {
  const [before, after] = statesOf(entry);
  return named(before, entry, names).some((at) => valueAt(before, at) !== valueAt(after, at));
}

/** The arguments that hold a key before and after a change. */
function holdingsOf(
  entry: Entry,
  wanted: Wanted,
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const [values, planned] = statesOf(entry);
  const before = named(values, entry, wanted);
  if (actionsOf(entry)[0] === 'no-op') return { before, after: before };
  const marks = member(member(entry.json, 'change'), 'after_unknown');
  const isAsked = before.length > 0 || wanted.isUnnamed;
  const pending = !isAsked
    ? []
    : argumentsOf(marks, entry.type, (mark, at) => {
        if (mark !== true) return false;
        const pointer = at();
        return before.includes(pointer) || (wanted.isUnnamed && isForKey(pointer));
      });
  return { before, after: [...named(planned, entry, wanted), ...pending] };
}

function statesOf({ json }: Entry): readonly [Json | undefined, Json | undefined] {
  const change = member(json, 'change');
  return [member(change, 'before'), member(change, 'after')];
}

function named(values: Json | undefined, { type }: Entry, names: KeyNames): readonly string[] {
  return argumentsOf(values, type, (value) => typeof value === 'string' && isNamed(value, names));
}
