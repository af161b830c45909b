import { isReplica } from '../../src/model/keys/eligibility.ts';
import { homesOf } from '../../src/model/place/home.ts';
import type { Inventory, Key } from '../../src/model/inventory.ts';
import { indexKeys, type Ends } from '../../src/model/keys/index.ts';
import { policyOf } from '../../src/model/keys/policy.ts';
import { all, explain, not, same, truth, yes, type Truth } from '../../src/model/truth.ts';
import { compareKeys, describeLosses } from '../../src/policy/index.ts';
import { copyPolicyOf } from '../../src/rule/fix.ts';
import { copyPolicy } from '../../src/rule/remedy/policies.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'replica-policy-not-copied',
  title: 'A multi-Region replica lacks part of the key policy of its primary',
  asks: 'whether the replica has the key policy of its primary',
  severity: 'low',
  sources: ['hcl', 'plan', 'state', 'live'],
  facts: ['policy'],
  references: [
    new URL(
      'https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-replicate.html',
    ),
    new URL('https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html'),
  ],

  *check(inventory, { prior }) {
    const index = indexKeys(inventory);
    const homes = homesOf(inventory, prior);
    for (const key of inventory.keys) {
      const ends = key.primary === null ? noEnds : index.endsOf(key.primary, key);
      const results = ends.keys.map((primary) =>
        compareKeys({ key: primary, inventory }, { key, inventory }, homes, true),
      );
      const covered = results.map((result) => result.covered);
      const [primary] = ends.keys;
      yield judge(key, {
        applies: all(
          explain(isReplica(key), 'the key is no multi-Region replica'),
          explain(
            needsPrimary(key, ends, inventory),
            'the replica declares a policy of its own, and its primary is declared elsewhere',
          ),
        ),
        complies: same(covered, ends.doubt),
        at: key.policy.at,
        holds:
          primary === undefined
            ? 'nothing names a primary of which the key would be a replica'
            : `the key policy of the replica grants what that of its primary ${primary.subject} grants`,
        message: `the replica lacks part of the key policy of its primary ${primary?.subject ?? ''}, so what works in one Region fails in the other; lacking: ${results.map(describeLosses).join('; or ')}`,
        remedy: () =>
          primary === undefined ? [] : copyPolicy(primary, key, false, results[0]?.covering),
        fix: primary === undefined || ends.keys.length > 1 ? null : copyPolicyOf(primary, key),
        policies: results[0]?.rows ?? [],
      });
    }
  },
});

const noEnds: Ends = { keys: [], doubt: null };

/** A replica with a policy of its own, whose primary is declared elsewhere, is its owner's choice. */
function needsPrimary(key: Key, { keys }: Ends, inventory: Inventory): Truth {
  if (keys.length > 0) return yes;
  const policy = policyOf(key, inventory);
  const isOwn = policy.known ? policy.value !== null && policy.from !== 'observed' : false;
  return not(truth(isOwn || (!policy.known && policy.reason === 'known-after-apply')));
}
