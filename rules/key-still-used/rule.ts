import { holdersById, holdersOf } from '../../src/model/consumers/holders.ts';
import { listConsumers } from '../../src/model/consumers/listed.ts';
import type { Consumer, Inventory, Key } from '../../src/model/inventory.ts';
import { isCustomerManaged, isRetired } from '../../src/model/keys/eligibility.ts';
import { lineageOf, type Lineage } from '../../src/model/lineage/lineage.ts';
import { all, explain, truth, yes, type Truth } from '../../src/model/truth.ts';
import { keepHeld } from '../../src/rule/remedy/keeping.ts';
import { defineRule, judge, type Verdict } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'key-still-used',
  title: 'A key is disabled or scheduled for deletion, and a resource still holds it',
  asks: 'whether the key that resources hold is enabled',
  severity: 'high',
  sources: ['hcl', 'plan'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/unusable-kms-keys.html'),
  ],

  *check(inventory, { prior }) {
    const lineage = lineageOf(inventory, prior);
    for (const key of inventory.keys) yield judgeKey(key, inventory, lineage);
    for (const key of prior.keys) {
      if (key.change?.outside === true) yield judgeGone(key, inventory, lineage);
    }
  },
});

function judgeKey(key: Key, inventory: Inventory, lineage: Lineage): Verdict {
  const isDisabled = key.keyState.known && key.keyState.value === 'Disabled';
  const fate = isDisabled ? 'disabled' : 'scheduled for deletion';
  return judge(key, {
    applies: all(
      isCustomerManaged(key),
      explain(isRetired(key), 'the key is neither disabled nor scheduled for deletion'),
      isNotReplaced(lineage.isPredecessor(key)),
    ),
    ...heldBy(holdersOf(key, inventory), `the key is ${fate}`),
    at: key.keyState.at,
    remedy: () => keepHeld(key, isDisabled),
  });
}

/** A key that was deleted outside of Terraform waits for its deletion, whatever the plan makes at its address. */
function judgeGone(key: Key, inventory: Inventory, { predecessors }: Lineage): Verdict {
  const replaced = predecessors.find((predecessor) => predecessor.key === key)?.isReplaced;
  const fate = 'the key was deleted outside of Terraform and is scheduled for deletion';
  return judge(key, {
    applies: all(isCustomerManaged(key), replaced === undefined ? yes : isNotReplaced(replaced)),
    ...heldBy(holdersById(key, inventory), fate),
    at: key.change?.at ?? key.at,
    discriminator: 'outside',
    remedy: () => keepHeld(key, false),
  });
}

/** One cause is one finding. */
function isNotReplaced(isReplaced: Truth): Truth {
  const why = 'another key replaced it, and predecessor-unusable tells what holds it';
  return explain(truth(isReplaced.is !== true), why);
}

/** Resources that were not read are no evidence. */
function heldBy(
  holders: readonly Consumer[],
  fate: string,
): { readonly complies: Truth; readonly holds: string; readonly message: string } {
  const isOne = holders.length === 1;
  return {
    complies: truth(holders.length === 0),
    holds: 'no resource that was read holds the key',
    message: `${fate}, but ${listConsumers(holders)} still ${isOne ? 'holds' : 'hold'} it, and what ${isOne ? 'it asks' : 'they ask'} of the key fails`,
  };
}
