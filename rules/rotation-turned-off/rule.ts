import type { Key } from '../../src/model/inventory.ts';
import { isNoReplica } from '../../src/model/keys/eligibility.ts';
import { all, any, explain, holds, no, not, type Truth } from '../../src/model/truth.ts';
import { show, type Value } from '../../src/model/value.ts';
import { rotate, rotateWithin } from '../../src/rule/remedy/keys.ts';
import type { Remedy } from '../../src/rule/remedy/part.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

type GrowthOptions = { readonly maxDays: number };

export default defineRule<GrowthOptions>({
  id: 'rotation-turned-off',
  title: 'Rotation that was on is turned off or stretched',
  asks: 'whether rotation that was on stays on',
  severity: 'high',
  sources: ['plan', 'state', 'live'],
  facts: ['rotation'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKeyRotation.html'),
  ],
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      maxDays: {
        type: 'integer',
        description: 'a period that grows past this many days counts as turned off',
        default: 2560,
        minimum: 90,
        maximum: 2560,
      },
    },
  },

  *check({ keys }, { prior, options: { maxDays } }) {
    const before = new Map(prior.keys.map((key) => [nameOf(key), key]));
    for (const key of keys) {
      const earlier = before.get(nameOf(key));
      if (earlier === undefined || earlier.change?.successor === true) continue;
      const stays = holds(key.rotation.enabled, (on) => on);
      yield judge(key, {
        applies: all(
          isNoReplica(key),
          explain(not(isLeaving(key)), 'the key waits for its deletion, and does not rotate then'),
          explain(isOn(earlier), 'rotation was not on before'),
        ),
        complies: all(stays, not(grows(earlier, key, maxDays))),
        at: stays.is === true ? key.rotation.periodInDays.at : key.rotation.enabled.at,
        holds: `rotation stays on, and its period does not grow past ${maxDays} days`,
        message:
          stays.is === true
            ? `the rotation period grows from ${show(earlier.rotation.periodInDays)} to ${show(key.rotation.periodInDays)} days, past ${maxDays}`
            : 'rotation was on and is turned off',
        remedy: () => asBefore(key, earlier.rotation.periodInDays, maxDays),
      });
    }
  },
});

/** On again, with the period that it had, as far as that is within the limit. */
function asBefore(key: Key, period: Value<number>, maxDays: number): Remedy {
  return period.known && period.value <= maxDays
    ? rotateWithin(key, period.value, true)
    : rotate(key);
}

function nameOf(key: Key): string {
  return `${key.scope}\n${key.identity}`;
}

/** KMS says that rotation is off while a live key waits for its deletion, and takes the setting up again if it is kept. */
function isLeaving(key: Key): Truth {
  if (key.source !== 'live') return no;
  return holds(
    key.keyState,
    (state) => state === 'PendingDeletion' || state === 'PendingReplicaDeletion',
  );
}

function isOn(key: Key): Truth {
  return holds(key.rotation.enabled, (on) => on);
}

/** Growth needs both periods: one that was too long before is no change. */
function grows(earlier: Key, key: Key, maxDays: number): Truth {
  return all(
    holds(key.rotation.periodInDays, (days) => days > maxDays),
    any(holds(earlier.rotation.periodInDays, (days) => days <= maxDays)),
  );
}
