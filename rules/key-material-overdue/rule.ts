import { indexAliases } from '../../src/model/aliases/aliases.ts';
import {
  canRotateOnDemand,
  supportsAutomaticRotation,
  isInUse,
  isNoReplica,
} from '../../src/model/keys/eligibility.ts';
import type { Inventory, Key } from '../../src/model/inventory.ts';
import { isSuperseded } from '../../src/model/lineage/superseded.ts';
import { lineageOf } from '../../src/model/lineage/lineage.ts';
import {
  all,
  any,
  explain,
  holds,
  no,
  not,
  truth,
  undecided,
  type Truth,
} from '../../src/model/truth.ts';
import { countDays, dayOf, daysUntil, timeOf } from '../../src/model/keys/time.ts';
import { known, mapValue, type Value } from '../../src/model/value.ts';
import { once } from '../../src/rule/once.ts';
import { renew } from '../../src/rule/remedy/material.ts';
import { defineRule, judge, type Verdict } from '../../src/rule/rule.ts';

type AgeOptions = { readonly maxDays: number };

export default defineRule<AgeOptions>({
  id: 'key-material-overdue',
  title: 'The key material is older than your limit',
  asks: 'whether the key material is young enough',
  severity: 'medium',
  sources: ['live'],
  facts: ['rotations', 'aliases', 'tags'],
  moreFacts: ({ maxDays }) => (maxDays > 0 ? ['materials'] : []),
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyRotations.html'),
  ],
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      maxDays: {
        type: 'integer',
        description: 'how old key material may be, of every kind of key; 0 sets no limit',
        default: 0,
        minimum: 0,
        maximum: 36_500,
      },
    },
  },

  check(inventory, { prior, options: { maxDays } }) {
    const index = indexAliases(inventory, prior);
    const { links } = lineageOf(inventory, prior);
    const judged = inventory.keys.flatMap((key) => {
      const replaced = isSuperseded(key, links, index, inventory);
      return judgeKey(key, inventory, replaced, maxDays);
    });
    return once(judged);
  },
});

function judgeKey(
  key: Key,
  inventory: Inventory,
  isReplaced: Truth,
  maxDays: number,
): readonly Verdict[] {
  if (key.history === undefined) return [];
  const time = timeOf(key, inventory);
  const { createdAt, materials } = key.history;
  const changes = materials.entries.flatMap(({ at }) =>
    at === null ? [] : [known(at, 'observed', createdAt.at)],
  );
  const isYoung = (date: Value<string>): Truth =>
    holds(daysUntil(date, time), (days) => days >= -maxDays);
  const unread = materials.unread === null ? no : undecided(materials.unread);
  const newest = changes.at(-1) ?? createdAt;
  const age = mapValue(daysUntil(newest, time), (days) => -days);
  return [
    judge(key, {
      applies: all(
        explain(
          truth(maxDays > 0),
          'no limit is set: the option maxDays says how old key material may be',
        ),
        isInUse(key),
        isNoReplica(key),
        explain(not(isReplaced), 'its alias has moved on to a later key'),
      ),
      complies: any(
        isYoung(createdAt),
        ...changes.map(isYoung),
        all(canRotateOnDemand(key), unread),
      ),
      at: createdAt.at,
      holds: `the key material is from ${dayOf(newest)}, ${countDays(age)} old`,
      message: `the key material is from ${dayOf(newest)}, ${countDays(age)} old: your limit is ${maxDays} days`,
      remedy: () =>
        renew(key, {
          onDemand: canRotateOnDemand(key).is === true,
          byItself: supportsAutomaticRotation(key).is === true,
        }),
    }),
  ];
}
