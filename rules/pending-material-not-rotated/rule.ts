import { indexKeys } from '../../src/model/keys/index.ts';
import {
  isImported,
  isNoReplica,
  isSymmetricEncryptionKey,
} from '../../src/model/keys/eligibility.ts';
import type { Inventory, Key } from '../../src/model/inventory.ts';
import {
  all,
  any,
  explain,
  holds,
  not,
  truth,
  undecided,
  type Truth,
} from '../../src/model/truth.ts';
import { countDays, daysUntil, timeOf } from '../../src/model/keys/time.ts';
import type { Materials } from '../../src/model/keys/history.ts';
import { mapValue } from '../../src/model/value.ts';
import { rotateIn } from '../../src/rule/remedy/material.ts';
import { defineRule, judge, type Verdict } from '../../src/rule/rule.ts';

type GraceOptions = { readonly graceDays: number };

export default defineRule<GraceOptions>({
  id: 'pending-material-not-rotated',
  title: 'New key material was imported and never rotated in',
  asks: 'whether imported key material was rotated in',
  severity: 'low',
  sources: ['live'],
  facts: ['rotations'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-on-demand.html'),
    new URL(
      'https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-import-key-material.html',
    ),
  ],
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      graceDays: {
        type: 'integer',
        description: 'days between the two snapshots in which material may wait to be rotated in',
        default: 7,
        minimum: 0,
        maximum: 365,
      },
    },
  },

  *check(inventory, { prior, options: { graceDays } }) {
    const before = indexKeys(prior);
    for (const key of inventory.keys) {
      const earlier = before.byIdentity(key.scope, key.identity);
      if (earlier !== null) yield* judgeKey(key, inventory, earlier, prior, graceDays);
    }
  },
});

function* judgeKey(
  key: Key,
  inventory: Inventory,
  earlier: Key,
  prior: Inventory,
  graceDays: number,
): Generator<Verdict> {
  const [now, then] = [key.history?.materials, earlier.history?.materials];
  if (now === undefined || then === undefined) return;
  const waiting = pendingIn(then);
  const stays = pendingIn(now).filter((id) => waiting.includes(id));
  const between = daysUntil(timeOf(key, inventory), timeOf(earlier, prior));
  yield judge(key, {
    applies: all(
      isImported(key),
      explain(isSymmetricEncryptionKey(key), 'only symmetric keys take new material'),
      isNoReplica(key),
      explain(
        unlessUnread(then, waiting.length > 0),
        'the earlier snapshot has no material that waits to be rotated in',
      ),
    ),
    complies: any(
      not(unlessUnread(now, stays.length > 0)),
      holds(between, (days) => days < graceDays),
    ),
    at: key.rotation.rotatedOnDemand.at,
    holds:
      stays.length > 0
        ? `material that waits to be rotated in has waited for less than ${graceDays} days between the snapshots`
        : 'the material that waited to be rotated in was rotated in or taken away',
    message: `material that was imported at least ${countDays(mapValue(between, Math.abs))} ago still waits to be rotated in: the key goes on with the old one`,
    remedy: () => rotateIn(key),
  });
}

/** A list that was not read to its end may hold more. */
function unlessUnread({ unread }: Materials, isFound: boolean): Truth {
  return isFound || unread === null ? truth(isFound) : undecided(unread);
}

function pendingIn({ entries }: Materials): readonly string[] {
  return entries.flatMap(({ id, state }) =>
    id !== null &&
    (state === 'PENDING_ROTATION' || state === 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION')
      ? [id]
      : [],
  );
}
