import { mayBeHidden } from '../absence.ts';
import type { Alias, Inventory, Key, Kind } from '../inventory.ts';
import type { Location } from '../location.ts';
import { awsNameOf } from '../place/aws-name.ts';
import { liveScopeOf } from '../place/live-scope.ts';
import type { Unknown } from '../value.ts';
import { isOlder, readingOf, staleness, type Reading } from './reading.ts';

/** What a run knows of code and accounts, each part for itself. */
export interface Knowledge {
  /** What plans ask for, and what states hold. */
  readonly present: Inventory;
  /** The state before a plan, as the plan refreshed it. */
  readonly prior: Inventory;
  /** The same as it was before that; only of plans that found something changed. */
  readonly lastKnown: Inventory;
  /** What snapshots tell of the same keys and aliases. */
  readonly account: Inventory;
}

/** An object, and the state that tells it. */
export interface InState<T> {
  readonly object: T;
  readonly inventory: Inventory;
}

/** What the account holds of an object. */
export type InAccount<T> =
  | {
      readonly is: 'there';
      readonly held: InState<T>;
      readonly by: Reading;
      /** Where the code was read later: the account may have been changed between. */
      readonly doubt: Unknown | null;
    }
  | { readonly is: 'gone'; readonly by: Reading; readonly at: Location | null }
  | { readonly is: 'untold'; readonly because: readonly Unknown[] };

/** An object of the code, and what is known of it on both sides. */
export interface Sides<T> {
  readonly subject: T;
  readonly lastKnown: InState<T> | null;
  /** Null where nothing is planned: in a state, and in a plan that only refreshes one. */
  readonly planned: InState<T> | null;
  /** As the plan read it from the account. */
  readonly refreshed: InState<T> | null;
  /** Null where nothing tells of it, and where the plan puts another object in its place. */
  readonly account: InAccount<T> | null;
  readonly isReplaced: boolean;
  readonly code: Reading;
}

/** The keys of plans and states, beside what the account holds of them. */
export function sidesOfKeys(knowledge: Knowledge): readonly Sides<Key>[] {
  return sidesOf(knowledge, 'key', ({ keys }) => keys);
}

/** Their aliases likewise. */
export function sidesOfAliases(knowledge: Knowledge): readonly Sides<Alias>[] {
  return sidesOf(knowledge, 'alias', ({ aliases }) => aliases);
}

function sidesOf<T extends Key | Alias>(
  { present, prior, lastKnown, account }: Knowledge,
  kind: Kind,
  objectsOf: (inventory: Inventory) => readonly T[],
): readonly Sides<T>[] {
  const scopes = new Map([...present.scopes, ...account.scopes].map((scope) => [scope.id, scope]));
  const [before, earlier] = [index(objectsOf(prior)), index(objectsOf(lastKnown))];
  const inAccount = new Map(objectsOf(account).map((object) => [awsNameOf(object), object]));
  const now = objectsOf(present).filter(isCode);
  const there = index(now);
  const gone = objectsOf(prior).filter((object) => isGone(object) && !there.has(nameOf(object)));
  return [...now, ...gone].map((subject) => {
    const scope = scopes.get(subject.scope);
    const code = readingOf(subject.source, scope);
    const old = before.get(nameOf(subject)) ?? null;
    const drifted = earlier.get(nameOf(subject)) ?? null;
    const isPlan = subject.source === 'plan';
    const known = drifted ?? old ?? (isPlan ? null : subject);
    const isPlanned = isPlan && scope?.refreshesOnly !== true && there.has(nameOf(subject));
    const last =
      known === null ? null : at(known, drifted === null ? (isPlan ? prior : present) : lastKnown);
    const refreshed = old === null || isGone(old) ? null : at(old, prior);
    const found = lookUp(known ?? subject, kind, account, inAccount, scopes);
    const outside = toldByPlan(old, drifted, refreshed, code);
    return {
      subject,
      lastKnown: last,
      planned: isPlanned ? at(subject, present) : null,
      refreshed,
      account:
        old?.change?.successor === true ? null : choose(found, outside, refreshed !== null, code),
      isReplaced: old?.change?.successor === true,
      code,
    };
  });
}

/** What `resource_drift` tells; null where it tells nothing. */
function toldByPlan<T extends Key | Alias>(
  old: T | null,
  drifted: T | null,
  refreshed: InState<T> | null,
  by: Reading,
): InAccount<T> | null {
  if (old !== null && isGone(old)) return { is: 'gone', by, at: null };
  if (drifted?.change?.outside !== true || refreshed === null) return null;
  return { is: 'there', held: refreshed, by, doubt: null };
}

/** What a snapshot tells; null where none of its account and Region was read. */
function lookUp<T extends Key | Alias>(
  object: T,
  kind: Kind,
  account: Inventory,
  inAccount: ReadonlyMap<string | null, T>,
  scopes: ReadonlyMap<string, Inventory['scopes'][number]>,
): InAccount<T> | null {
  const name = awsNameOf(object);
  if (name === null || !object.account.known || !object.region.known) return null;
  const scope = scopes.get(liveScopeOf(object.account.value, object.region.value));
  if (scope === undefined) return null;
  const by = readingOf('live', scope);
  const held = inAccount.get(name);
  if (held !== undefined) return { is: 'there', held: at(held, account), by, doubt: null };
  const hidden = mayBeHidden(account, scope.id, kind);
  if (hidden.is === 'unknown') return { is: 'untold', because: hidden.because };
  return { is: 'gone', by, at: null };
}

/** Where both tell of it, the later one counts. A snapshot that is older than a plan that found nothing is in doubt. */
function choose<T extends Key | Alias>(
  found: InAccount<T> | null,
  outside: InAccount<T> | null,
  isRefreshed: boolean,
  code: Reading,
): InAccount<T> | null {
  if (found === null || found.is === 'untold') return outside ?? found;
  if (!isOlder(found.by, code)) return found;
  if (outside !== null) return outside;
  const doubt = staleness(found.by, code);
  if (!isRefreshed) return found;
  return found.is === 'there' ? { ...found, doubt } : { is: 'untold', because: [doubt] };
}

function at<T>(object: T, inventory: Inventory): InState<T> {
  return { object, inventory };
}

function index<T extends Key | Alias>(objects: readonly T[]): ReadonlyMap<string, T> {
  return new Map(objects.map((object) => [nameOf(object), object]));
}

function nameOf({ scope, identity }: Key | Alias): string {
  return `${scope}\n${identity}`;
}

function isCode({ source, covered }: Key | Alias): boolean {
  return source !== 'live' && source !== 'hcl' && covered !== true;
}

/** Deleted outside of Terraform. */
function isGone({ change }: Key | Alias): boolean {
  return change?.outside === true && change.action === 'delete';
}
