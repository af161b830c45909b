import type { Alias, Key } from '../inventory.ts';
import type { Location } from '../location.ts';
import { keyIdOf } from '../targets.ts';
import { all, any, holds, no, not, truth, undecided, type Truth } from '../truth.ts';
import { known, show, type Value } from '../value.ts';
import type { InState, Sides } from './sides.ts';

/** One fact of an object in the account, compared with what the code has. */
export interface Comparison {
  /** Tells it from other facts of the object. */
  readonly fact: 'rotation' | 'period' | 'state' | 'policy' | 'target' | 'deletion';
  readonly agrees: Truth;
  /** Whether the plan sets it, so that the account gets the code's value again. */
  readonly isRepaired: boolean;
  /** Lower case, no full stop: what differs. */
  readonly told: string;
  /** Where the code has it. */
  readonly at: Location;
  /** Where the account has it. */
  readonly heldAt: Location;
}

/** The account agrees with what is planned, or with what was last known: what is not applied yet is no drift. */
export function agreesWith<T>(
  held: InState<T>,
  { planned, lastKnown }: Sides<T>,
  compare: (account: InState<T>, code: InState<T>) => Truth,
): Truth {
  let agrees: Truth = no;
  for (const code of [planned, lastKnown]) {
    if (code !== null && agrees.is !== true) agrees = any(agrees, compare(held, code));
  }
  return agrees;
}

type Tell = (account: string, code: string) => string;

const tellRotation: Tell = (now, code) =>
  `automatic rotation is ${now}, where the code has it ${code}`;
const tellPeriod: Tell = (now, code) =>
  `the rotation period is ${now} days, where the code has ${code}`;
const tellState: Tell = (now, code) => `the key is ${now}, where the code has it ${code}`;
const tellTarget: Tell = (now, code) => `the alias points at ${now}, where the code has ${code}`;

/** Rotation, its period, and whether the key is enabled. A replica's rotation is its primary's, and told of that. */
export function compareFacts(held: InState<Key>, sides: Sides<Key>): readonly Comparison[] {
  const { object: key } = held;
  const isReplica = holds(key.multiRegionKeyType, (type) => type === 'REPLICA').is === true;
  return [
    ...(isReplica ? [] : [compareRotation(held, sides)]),
    ...(isChanging(key) ? [] : [compareFact('state', held, sides, enabledOf, tellState)]),
  ];
}

/** Off, or on with a period: one fact, told by the half that differs. */
function compareRotation(held: InState<Key>, sides: Sides<Key>): Comparison {
  const { planned, refreshed, lastKnown } = sides;
  const code = planned ?? lastKnown;
  const areOn = code !== null && all(isOn(held), isOn(code)).is === true;
  const shown = areOn
    ? compareFact('period', held, sides, (key) => key.rotation.periodInDays, tellPeriod)
    : compareFact('rotation', held, sides, (key) => mapOn(key.rotation.enabled), tellRotation);
  return {
    ...shown,
    agrees: agreesWith(held, sides, sameRotation),
    isRepaired:
      planned !== null && refreshed !== null && sameRotation(planned, refreshed).is === false,
  };
}

function sameRotation(a: InState<Key>, b: InState<Key>): Truth {
  const [one, other] = [a.object.rotation, b.object.rotation];
  return all(
    equal(mapOn(one.enabled), mapOn(other.enabled)),
    any(not(isOn(a)), equal(one.periodInDays, other.periodInDays)),
  );
}

function isOn({ object }: InState<Key>): Truth {
  return holds(object.rotation.enabled, (on) => on);
}

function mapOn(enabled: Value<boolean>): Value<string> {
  return enabled.known ? { ...enabled, value: enabled.value ? 'on' : 'off' } : enabled;
}

function enabledOf({ keyState }: Key): Value<string> {
  if (!keyState.known) return keyState;
  return { ...keyState, value: keyState.value === 'Enabled' ? 'enabled' : 'disabled' };
}

/** Its state is that of the moment, and nobody's will. */
function isChanging({ keyState }: Key): boolean {
  return keyState.known && ['Creating', 'Updating', 'Unavailable'].includes(keyState.value);
}

/** Where an alias points. */
export function compareTarget(held: InState<Alias>, sides: Sides<Alias>): Comparison {
  return compareFact('target', held, sides, targetOf, tellTarget);
}

/** A key that apply has yet to make has an id that no account knows. */
function targetOf({ target: { id } }: Alias): Value<string> {
  if (id.known) return { ...id, value: keyIdOf(id.value) };
  return id.reason === 'known-after-apply'
    ? known('a key that is still to be made', 'explicit', id.at)
    : id;
}

function compareFact<T, V extends string | number>(
  fact: Comparison['fact'],
  held: InState<T>,
  sides: Sides<T>,
  read: (object: T) => Value<V>,
  tell: Tell,
): Comparison {
  const valueIn = (state: InState<T> | null): Value<V> | null =>
    state === null ? null : read(state.object);
  const [planned, refreshed] = [valueIn(sides.planned), valueIn(sides.refreshed)];
  const code = planned ?? valueIn(sides.lastKnown);
  return {
    fact,
    agrees: agreesWith(held, sides, (a, b) => equal(read(a.object), read(b.object))),
    isRepaired: planned !== null && refreshed !== null && equal(planned, refreshed).is === false,
    told: tell(show(read(held.object)), code === null ? '(unknown)' : show(code)),
    at: (code ?? read(held.object)).at,
    heldAt: read(held.object).at,
  };
}

function equal<V extends string | number>(a: Value<V>, b: Value<V>): Truth {
  if (a.known && b.known) return truth(a.value === b.value);
  return undecided(...[a, b].filter((value) => !value.known));
}
