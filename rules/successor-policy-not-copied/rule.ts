import { homesOf, type Homes } from '../../src/model/place/home.ts';
import type { Inventory, Key } from '../../src/model/inventory.ts';
import { isCustomerManaged } from '../../src/model/keys/eligibility.ts';
import { lineageOf, type Link } from '../../src/model/lineage/lineage.ts';
import { all, explain, same, undecided, yes, type Truth } from '../../src/model/truth.ts';
import { compareKeys, describeLosses, type KeyCoverage } from '../../src/policy/index.ts';
import { copyPolicy } from '../../src/rule/remedy/policies.ts';
import { defineRule, judge, type Verdict } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'successor-policy-not-copied',
  title: 'The key policy of a key is not carried over to the key that replaces it',
  asks: 'whether the successor has the key policy of its predecessor',
  severity: 'high',
  judges: [],
  sources: ['hcl', 'plan', 'state', 'live'],
  facts: ['policy', 'aliases', 'tags'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys-manually.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html'),
  ],

  *check(inventory, { prior }) {
    const homes = homesOf(inventory, prior);
    for (const link of lineageOf(inventory, prior).links) {
      const verdict = judgeLink(link, inventory, prior, homes);
      if (verdict !== null) yield verdict;
    }
  },
});

/** One verdict for a link, whichever of its alternatives is meant. */
function judgeLink(
  link: Link,
  inventory: Inventory,
  prior: Inventory,
  homes: Homes,
): Verdict | null {
  const { predecessor, successors, doubt, exists, fork, isGone } = link;
  const subject = successors.length === 1 ? successors[0] : (predecessor ?? successors[0]);
  if (subject === undefined) return null;
  const from = isGone ? prior : inventory;
  const compare = (key: Key): KeyCoverage[] =>
    predecessor === null
      ? []
      : [compareKeys({ key: predecessor, inventory: from }, { key, inventory }, homes)];
  const results = successors.flatMap(compare);
  const complies: Truth = same(
    results.map(({ covered }) => covered),
    doubt,
  );
  const [first] = successors;
  return judge(subject, {
    applies: all(
      explain(exists, 'no key replaces another one here'),
      fork === null ? yes : undecided(fork),
      ...[predecessor, ...successors].map((key) => (key === null ? yes : isCustomerManaged(key))),
    ),
    complies,
    at: subject.policy.at,
    holds: `the key policy of ${predecessor?.subject ?? 'its predecessor'} is carried over (${link.evidence[0].text})`,
    message: `the key policy of ${predecessor?.subject ?? 'its predecessor'} is not carried over; lost: ${results.map(describeLosses).join('; or ')} (${link.evidence[0].text})`,
    discriminator: predecessor?.subject ?? '',
    remedy: () =>
      predecessor === null || first === undefined
        ? []
        : copyPolicy(predecessor, first, isGone, results[0]?.covering),
    policies: results[0]?.rows ?? [],
  });
}
