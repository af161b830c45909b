import type { Inventory } from '../../src/model/inventory.ts';
import { isCustomerManaged } from '../../src/model/keys/eligibility.ts';
import { wereGrantsAsked } from '../../src/model/keys/grants.ts';
import { indexKeys } from '../../src/model/keys/index.ts';
import { lineageOf, type Link } from '../../src/model/lineage/lineage.ts';
import { all, explain, same, undecided, yes } from '../../src/model/truth.ts';
import { show } from '../../src/model/value.ts';
import { compareGrants, grantsOfPredecessor, type LostGrant } from '../../src/policy/index.ts';
import { copyGrant } from '../../src/rule/remedy/grants.ts';
import { defineRule, judge, passedOver, type Verdict } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'grants-not-copied',
  title: 'Grants on a key are not carried over to the key that replaces it',
  asks: 'whether the successor gives what the grants on its predecessor gave',
  severity: 'medium',
  judges: ['grant'],
  sources: ['hcl', 'plan', 'state', 'live'],
  facts: ['grants', 'policy', 'aliases', 'tags'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/grants.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html'),
  ],

  *check(inventory, { prior }) {
    for (const link of lineageOf(inventory, prior).links) {
      const verdict = judgeLink(link, inventory, prior);
      if (verdict !== null) yield verdict;
    }
  },

  *evidence(inventory) {
    const index = indexKeys(inventory);
    for (const grant of inventory.grants) {
      if (grant.source === 'live') continue;
      const { keys } = index.endsOf(grant.key, grant);
      const which = keys.length === 1 ? (keys[0]?.subject ?? '') : 'which one is not known';
      yield passedOver(grant, `a grant is evidence about the key that it is on: ${which}`);
    }
  },
});

function judgeLink(link: Link, inventory: Inventory, prior: Inventory): Verdict | null {
  const { predecessor, successors, doubt, exists, fork, evidence } = link;
  const [first] = successors;
  const subject = successors.length === 1 ? first : (predecessor ?? first);
  if (subject === undefined || predecessor === null) return null;
  const old = grantsOfPredecessor(link, inventory, prior);
  const results = successors.map((key) => compareGrants(old, { key, inventory }, prior));
  const lost = results.flatMap((result) => result.lost);
  const [lostFirst] = lost;
  return judge(subject, {
    applies: all(
      explain(exists, 'no key replaces another one here'),
      fork === null ? yes : undecided(fork),
      ...[predecessor, ...successors].map(isCustomerManaged),
      explain(wereGrantsAsked(predecessor, inventory), 'grants were not asked for: --grants does'),
      explain(old.hasGrant, 'its predecessor has no grant but those that AWS services made'),
    ),
    complies: same(
      results.map(({ isWhole }) => isWhole),
      doubt,
    ),
    at: lostFirst?.grant.at ?? subject.at,
    holds: `whatever the grants on ${predecessor.subject} give is given on its successor, too (${evidence[0].text})`,
    message: `grants on ${predecessor.subject} are not carried over, so whom they let in is denied: ${describe(lost)} (${evidence[0].text})`,
    discriminator: predecessor.subject,
    remedy: () =>
      lost
        .slice(0, mostTold)
        .flatMap(({ grant, operations, key }, nth) => copyGrant(grant, key, operations, nth)),
  });
}

const mostTold = 3;

function describe(lost: readonly LostGrant[]): string {
  const told = lost.slice(0, mostTold).map(({ grant: { grantee }, operations, isOld }) => {
    const who = grantee.known ? show(grantee) : grantee.what;
    return `${who} loses ${operations.join(', ')}${isOld ? ' on the old key, too' : ''}`;
  });
  const rest = lost.length - told.length;
  return [...new Set(told), ...(rest === 0 ? [] : [`and ${rest} more`])].join('; ');
}
