import { holdersOf, holdersOfGone } from '../../src/model/consumers/holders.ts';
import { listConsumers } from '../../src/model/consumers/listed.ts';
import { deletionDay } from '../../src/model/keys/history.ts';
import type { Inventory, Key } from '../../src/model/inventory.ts';
import { lineageOf, type Predecessor } from '../../src/model/lineage/lineage.ts';
import { anyOf, explain, holds, not, truth, undecided, type Truth } from '../../src/model/truth.ts';
import { unknown } from '../../src/model/value.ts';
import { keep } from '../../src/rule/remedy/keeping.ts';
import { enable } from '../../src/rule/remedy/keys.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'predecessor-unusable',
  title: 'A key that another one replaced is deleted or disabled',
  asks: 'whether the predecessor stays usable',
  severity: 'critical',
  otherSeverities: ['medium'],
  judges: [],
  sources: ['hcl', 'plan', 'state', 'live'],
  facts: ['aliases', 'tags'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys-manually.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html'),
  ],
  compliance: ['AWS Security Hub KMS.3', 'NIST 800-53 r5 SC-12, SC-12(2)'],

  *check(inventory, { prior }) {
    for (const predecessor of lineageOf(inventory, prior).predecessors) {
      const { key, links } = predecessor;
      const isDisabled = stateIs(key, 'Disabled').is === true && !predecessor.isGone;
      const change = predecessor.isGone ? key.change : null;
      const [{ evidence }] = links;
      yield judge(key, {
        applies: explain(predecessor.isReplaced, 'no other key replaced it'),
        complies: staysUsable(predecessor),
        at: change?.at ?? key.keyState.at,
        holds: predecessor.isGone
          ? 'the plan forgets the predecessor, which lives on in AWS'
          : 'the predecessor is neither disabled nor scheduled for deletion',
        message: `the predecessor ${fate(predecessor, isDisabled)}, so what is encrypted or signed under it can no longer be decrypted or verified${heldBy(predecessor, inventory, prior)} (${evidence[0].text})`,
        severity: isDisabled ? 'medium' : 'critical',
        discriminator: predecessor.isGone ? 'gone' : '',
        remedy: () => (isDisabled ? enable(key) : keep(key)),
      });
    }
  },
});

/** A forgotten key lives on in AWS. */
function staysUsable({ key, isGone }: Predecessor): Truth {
  if (isGone) {
    const { action, at } = key.change ?? { action: 'unknown' as const, at: key.at };
    if (action === 'unknown') return undecided(unknown('unknown-action', key.subject, at));
    if (action === 'untold') {
      if (key.source === 'plan') return undecided(unknown('untold-change', key.subject, at));
      const is = key.source === 'live' ? 'still listed' : 'deleted or only taken out of the state';
      return undecided(unknown('not-read', `whether ${key.subject} is ${is}`, at));
    }
    return truth(action !== 'delete' && action !== 'replace');
  }
  const states = ['Disabled', 'PendingDeletion', 'PendingReplicaDeletion'] as const;
  return not(anyOf(states.map((state) => stateIs(key, state))));
}

/** What has data under it; where that is the evidence, it is named there. */
function heldBy(
  { key, isGone, links: [{ evidence }] }: Predecessor,
  present: Inventory,
  prior: Inventory,
): string {
  const holders = isGone ? holdersOfGone(key, present, prior) : holdersOf(key, present);
  if (holders.length === 0 || evidence[0].kind === 'consumers') return '';
  return `; ${listConsumers(holders)} ${holders.length === 1 ? 'holds' : 'hold'} it`;
}

function stateIs(key: Key, wanted: string): Truth {
  return holds(key.keyState, (state) => state === wanted);
}

function fate({ isGone, key }: Predecessor, isDisabled: boolean): string {
  if (isDisabled) return 'is disabled';
  if (!isGone) {
    const day = deletionDay(key);
    return `is scheduled for deletion${day === null ? '' : ` on ${day}`}`;
  }
  if (key.source === 'live') return 'is deleted';
  if (key.change?.outside === true) {
    return 'was deleted outside of Terraform and is scheduled for deletion';
  }
  const verb =
    key.change?.action === 'replace' ? 'replaced by a new key at its address' : 'deleted';
  return `is ${verb} by the plan`;
}
