import { holdersOfGone } from '../../src/model/consumers/holders.ts';
import { listConsumers } from '../../src/model/consumers/listed.ts';
import type { Change, ChangeReason, Inventory, Key } from '../../src/model/inventory.ts';
import { all, explain, truth, undecided, yes, type Truth } from '../../src/model/truth.ts';
import { unknown } from '../../src/model/value.ts';
import { matchesGlob } from '../../src/text/glob.ts';
import { isCustomerManaged, isReplica } from '../../src/model/keys/eligibility.ts';
import { saveFromPlan } from '../../src/rule/remedy/keeping.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

type AllowOptions = { readonly allow: readonly string[] };

export default defineRule<AllowOptions>({
  id: 'key-destroyed',
  title: 'The plan deletes or replaces a key',
  asks: 'whether the plan keeps the key',
  severity: 'critical',
  otherSeverities: ['high'],
  sources: ['plan'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html'),
    new URL('https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-3'),
  ],
  compliance: ['AWS Security Hub KMS.3', 'NIST 800-53 r5 SC-12, SC-12(2)'],
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      allow: {
        type: 'array',
        items: { type: 'string' },
        description: 'addresses that a plan may delete or replace; * stands for any text',
        default: [],
      },
    },
  },

  *check(inventory, { prior, options: { allow } }) {
    for (const key of prior.keys) {
      const { change } = key;
      const isAllowed = allow.some((glob) => matchesGlob(glob, key.subject));
      yield judge(key, {
        applies: all(
          explain(truth(!isAllowed), 'the option allow lets a plan delete or replace it'),
          explain(truth(change?.outside !== true), 'it was deleted outside of the plan'),
          isCustomerManaged(key),
        ),
        complies: change === null ? yes : survives(key, change),
        at: change?.at ?? key.at,
        holds: 'the plan neither deletes nor replaces the key',
        message: describe(change) + heldBy(key, inventory, prior),
        severity: change?.reason === 'tainted' || isReplica(key).is === true ? 'high' : 'critical',
        remedy: () => saveFromPlan(key),
        discriminator: change?.deposed === true ? key.identity : '',
      });
    }
  },
});

function survives(key: Key, { action, at }: Change): Truth {
  if (action === 'unknown') return undecided(unknown('unknown-action', key.subject, at));
  if (action === 'untold') return undecided(unknown('untold-change', key.subject, at));
  return truth(action !== 'delete' && action !== 'replace');
}

const causes: Readonly<Record<ChangeReason, string>> = {
  tainted: 'it is tainted',
  requested: 'the command that made the plan asks for it (-replace)',
  triggered: 'replace_triggered_by asks for it',
  undeclared: 'no block declares it any more',
  'fewer instances': 'its block makes no such instance any more',
};

function describe(change: Change | null): string {
  const loss =
    'and whatever is encrypted or signed under it alone can no longer be decrypted or verified';
  if (change === null) return `the plan schedules the key for deletion, ${loss}`;
  const { forcedBy, reason } = change;
  const forced = forcedBy.length === 0 ? '' : `, because ${forcedBy.join(', ')} forces it`;
  const cause = reason === null ? forced : `, because ${causes[reason]}`;
  if (change.action !== 'replace') {
    return `the plan schedules the key for deletion${cause}, ${loss}`;
  }
  return `the plan replaces the key by a new one${cause}; the old one is scheduled for deletion, ${loss}`;
}

/** What has data under the key, and stays. */
function heldBy(key: Key, present: Inventory, prior: Inventory): string {
  const holders = holdersOfGone(key, present, prior);
  if (holders.length === 0) return '';
  const [hold, stay] = holders.length === 1 ? ['holds', 'stays'] : ['hold', 'stay'];
  return `; ${listConsumers(holders)} ${hold} it and ${stay}`;
}
