import { supportsAutomaticRotation } from '../../src/model/keys/eligibility.ts';
import { isEnabled } from '../../src/model/keys/state.ts';
import { all, explain, holds } from '../../src/model/truth.ts';
import { countDays, dayOf, daysUntil, timeOf } from '../../src/model/keys/time.ts';
import type { Inventory, Key } from '../../src/model/inventory.ts';
import { once } from '../../src/rule/once.ts';
import { overdue } from '../../src/rule/remedy/keys.ts';
import { defineRule, judge, type Verdict } from '../../src/rule/rule.ts';

type GraceOptions = { readonly graceDays: number };

export default defineRule<GraceOptions>({
  id: 'rotation-overdue',
  title: 'Automatic rotation is on, but the day of the next rotation has passed',
  asks: 'whether the rotation happens when it is due',
  severity: 'medium',
  sources: ['live'],
  facts: ['rotation'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html'),
  ],
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      graceDays: {
        type: 'integer',
        description: 'days after the date that KMS told before the rotation counts as overdue',
        default: 2,
        minimum: 0,
        maximum: 365,
      },
    },
  },

  check: (inventory, { options: { graceDays } }) =>
    once(inventory.keys.flatMap((key) => judgeKey(key, inventory, graceDays))),
});

function judgeKey(key: Key, inventory: Inventory, graceDays: number): readonly Verdict[] {
  if (key.history === undefined) return [];
  const { nextRotationAt: next } = key.history;
  const away = daysUntil(next, timeOf(key, inventory));
  return [
    judge(key, {
      applies: all(
        supportsAutomaticRotation(key),
        explain(
          holds(key.rotation.enabled, (on) => on),
          'automatic rotation is not on',
        ),
        isEnabled(key),
      ),
      complies: holds(away, (days) => days >= -graceDays),
      at: next.at,
      holds: `the next rotation is due on ${dayOf(next)}`,
      message: `the rotation that was due on ${dayOf(next)} has not happened, ${countDays(away)} later: the key material is older than its period allows`,
      remedy: () => overdue(key),
    }),
  ];
}
