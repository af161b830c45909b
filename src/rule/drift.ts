import { agreesWith, compareFacts, type Comparison } from '../model/drift/facts.ts';
import { describeReading } from '../model/drift/reading.ts';
import type { InState, Knowledge, Sides } from '../model/drift/sides.ts';
import type { Alias, Key } from '../model/inventory.ts';
import { deletionDay } from '../model/keys/history.ts';
import { homesOf } from '../model/place/home.ts';
import { no } from '../model/truth.ts';
import { samePolicy, type KeyInState } from '../policy/index.ts';
import { isWord } from '../text/shell.ts';
import { cancelDeletion } from './remedy/keeping.ts';
import { shell, words, type Remedy } from './remedy/part.ts';

/** Whether the account waits for the day on which it deletes a key. */
export function isBeingDeleted({ keyState }: Key): boolean {
  return (
    keyState.known &&
    (keyState.value === 'PendingDeletion' || keyState.value === 'PendingReplicaDeletion')
  );
}

/** What the account has of a key, compared with what the code has. */
export function compareKey(
  held: InState<Key>,
  sides: Sides<Key>,
  knowledge: Knowledge,
): readonly Comparison[] {
  if (isBeingDeleted(held.object)) return [leaving(held, sides.subject)];
  return [...compareFacts(held, sides), comparePolicy(held, sides, knowledge)];
}

/** Nothing of it matters beside this. */
function leaving({ object }: InState<Key>, { at }: Key): Comparison {
  const day = deletionDay(object);
  const told = `it is scheduled for deletion${day === null ? '' : ` on ${day}`}`;
  return { fact: 'deletion', agrees: no, isRepaired: false, told, at, heldAt: object.keyState.at };
}

/** Policies are compared by their meaning, both ways. */
function comparePolicy(
  held: InState<Key>,
  sides: Sides<Key>,
  { present, prior }: Knowledge,
): Comparison {
  const homes = homesOf(present, prior);
  const same = (a: InState<Key>, b: InState<Key>) => samePolicy(keyIn(b), keyIn(a), homes);
  const { planned, refreshed, lastKnown } = sides;
  const code = planned ?? lastKnown;
  const agrees = agreesWith(held, sides, (a, b) => same(a, b).isSame);
  const differs = agrees.is === false && code !== null ? same(held, code) : null;
  const lacking = tellLost('the account lacks', differs?.lacking);
  const beyond = tellLost('the account has beyond the code', differs?.beyond);
  return {
    fact: 'policy',
    agrees,
    isRepaired:
      agrees.is === false &&
      planned !== null &&
      refreshed !== null &&
      same(planned, refreshed).isSame.is === false,
    told: `the key policy is another one${lacking}${beyond}`,
    at: (code ?? held).object.policy.at,
    heldAt: held.object.policy.at,
  };
}

function keyIn({ object, inventory }: InState<Key>): KeyInState {
  return { key: object, inventory };
}

function tellLost(what: string, lost: string = ''): string {
  return lost === '' ? '' : `; ${what}: ${lost}`;
}

/** Which side was read when, for a message; empty where the account was not. */
export function readings<T>({ account, code }: Sides<T>): string {
  if (account === null || account.is === 'untold') return '';
  return account.by.source === code.source
    ? ` (both as ${describeReading(code)} tells)`
    : ` (the account as ${describeReading(account.by)} tells, the code as ${describeReading(code)})`;
}

/** Brings code and account together again, either way. */
export function bringBack(object: Key | Alias, isGone: boolean): Remedy {
  const { subject } = object;
  const address = isWord(subject) ? subject : { variable: 'ADDRESS', why: 'its address' };
  return [
    // The lines about AWS alone: the block is there.
    ...(isGone && object.kind === 'key' ? cancelDeletion(object) : []),
    words('what the state has of it, and what Terraform would do'),
    shell(['terraform', 'state', 'show', address], ['terraform', 'plan']),
    words('to put back what the code has, apply that plan'),
    words('or, where the change was meant, write it into the code, and'),
    shell(['terraform', 'apply', '-refresh-only']),
  ];
}
