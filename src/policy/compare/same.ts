import { policyOf } from '../../model/keys/policy.ts';
import type { Homes } from '../../model/place/home.ts';
import { all, yes, type Truth } from '../../model/truth.ts';
import { compareKeys, describeLosses, type KeyInState } from './keys.ts';

/** Whether two policies of one key say the same, and what of each the other lacks. */
export interface SamePolicy {
  readonly isSame: Truth;
  /** For a message; empty where nothing is certainly lost. */
  readonly lacking: string;
  readonly beyond: string;
}

/** Compares the policies that a key has in two states, by their meaning: each gives what the other gives. */
export function samePolicy(one: KeyInState, other: KeyInState, homes: Homes): SamePolicy {
  const [a, b] = [one, other].map(({ key, inventory }) => policyOf(key, inventory));
  if (a?.known === true && b?.known === true && a.value === b.value) {
    return { isSame: yes, lacking: '', beyond: '' };
  }
  const [lost, gained] = [compareKeys(one, other, homes), compareKeys(other, one, homes)];
  const tell = (coverage: typeof lost): string =>
    coverage.covered.is === false ? describeLosses({ ...coverage, notes: [] }) : '';
  return { isSame: all(lost.covered, gained.covered), lacking: tell(lost), beyond: tell(gained) };
}
