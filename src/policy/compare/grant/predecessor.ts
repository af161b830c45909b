import type { Grant, Inventory, Key } from '../../../model/inventory.ts';
import { grantsOn, wereGrantsAsked, type GrantOnKey } from '../../../model/keys/grants.ts';
import { indexKeys } from '../../../model/keys/index.ts';
import type { Link } from '../../../model/lineage/lineage.ts';
import { homesOf } from '../../../model/place/home.ts';
import { all, allOf, any, anyOf, no, not, type Truth } from '../../../model/truth.ts';
import type { KeyInState } from '../keys.ts';
import { coverGrant } from './grants.ts';

/** A predecessor with the grants that it has, and had. */
export interface Predecessor {
  /** As it is now; null where it is gone. */
  readonly now: KeyInState | null;
  /** Grants that no service made: those of now, and those that are no more. */
  readonly grants: readonly Granted[];
  readonly hasMore: Truth;
  readonly hasGrant: Truth;
}

const nobody: Predecessor = { now: null, grants: [], hasMore: no, hasGrant: no };

interface Granted extends GrantOnKey {
  readonly from: KeyInState;
  /** It is not there any more: the predecessor itself may have lost what it gave. */
  readonly wasTaken: boolean;
}

/** The grants of the predecessor in a link, in both states; of one that is not in the input none are known. */
export function grantsOfPredecessor(
  { isGone, predecessor }: Link,
  inventory: Inventory,
  prior: Inventory,
): Predecessor {
  if (predecessor === null) return nobody;
  const { scope, identity } = predecessor;
  const earlier = isGone ? predecessor : indexKeys(prior).byIdentity(scope, identity);
  // What Terraform forgets lives on, as do the grants that it forgets.
  const isThere = !isGone || predecessor.change?.action === 'forget';
  const now = isThere ? { key: predecessor, inventory } : null;
  const before = earlier === null ? null : { key: earlier, inventory: prior };
  const [present, past] = [ownGrants(now, false), ownGrants(before, true)];
  const kept = new Set(present.grants.filter(({ isOn }) => isOn.is === true).map(termsOf));
  const taken = past.grants.filter((granted) => !kept.has(termsOf(granted)));
  const grants = [...present.grants, ...taken];
  const hasMore = any(present.hasMore, past.hasMore);
  return { now, grants, hasMore, hasGrant: any(anyOf(grants.map((g) => g.isOn)), hasMore) };
}

/** Of an earlier snapshot without grants nothing is claimed. */
function ownGrants(
  state: KeyInState | null,
  wasTaken: boolean,
): Pick<Predecessor, 'grants' | 'hasMore'> {
  if (state === null || (wasTaken && wereGrantsAsked(state.key, state.inventory).is === false))
    return { grants: [], hasMore: no };
  const { grants, hasMore } = grantsOn(state.key, state.inventory);
  const own = grants.filter(({ grant }) => !grant.isOfService);
  return { grants: own.map((granted) => ({ ...granted, from: state, wasTaken })), hasMore };
}

/** Two grants of equal terms are one; those that are not wholly known are told apart by what makes them. */
function termsOf({ grant }: GrantOnKey): string {
  const { grantee, operations, constraints, identity } = grant;
  const parts = [grantee, operations, constraints].map((value) =>
    value.known ? value.value : `? ${value.symbol ?? identity}`,
  );
  return JSON.stringify(parts);
}

/** What a grant gave and a key does not. */
export interface LostGrant {
  readonly grant: Grant;
  readonly operations: readonly string[];
  readonly key: Key;
  /** It is the predecessor itself that does not give it any more. */
  readonly isOld: boolean;
}

/** What of the grants a key gives. */
export interface GrantComparison {
  readonly isWhole: Truth;
  readonly lost: readonly LostGrant[];
}

/** Compares the grants of a predecessor with what its successor gives, and with what is left to itself. */
export function compareGrants(
  { now, grants, hasMore }: Predecessor,
  successor: KeyInState,
  prior: Inventory,
): GrantComparison {
  const homes = homesOf(successor.inventory, prior);
  const judged = grants.map(({ grant, isOn, from, wasTaken }) => {
    const ends = [successor, ...(wasTaken && now !== null ? [now] : [])];
    const results = ends.map((to) => ({ to, ...coverGrant(grant, from, to, homes) }));
    const lost = results.flatMap(
      ({ to: { key }, covered, lost: operations }): readonly LostGrant[] =>
        covered.is === false ? [{ grant, operations, key, isOld: key === now?.key }] : [],
    );
    const isGiven = any(not(isOn), allOf(results.map(({ covered }) => covered)));
    return { isGiven, lost: isGiven.is === false ? lost : [] };
  });
  return {
    isWhole: all(allOf(judged.map(({ isGiven }) => isGiven)), not(hasMore)),
    lost: judged.flatMap(({ lost }) => lost),
  };
}
