import { canRotateOnDemand, isImported, isKept } from '../../src/model/keys/eligibility.ts';
import type { Key } from '../../src/model/inventory.ts';
import type { KeyHistory } from '../../src/model/keys/history.ts';
import { all, explain, no, truth, undecided, type Truth } from '../../src/model/truth.ts';
import { spareRotations } from '../../src/rule/remedy/keys.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

/** For the whole life of a key, and not to be raised (KMS Developer Guide, "Resource quotas"). */
const mostRotations = 25;

type ReserveOptions = { readonly reserve: number };

export default defineRule<ReserveOptions>({
  id: 'on-demand-rotations-exhausted',
  title: 'A key has used up nearly all rotations on demand that AWS KMS lets it have',
  asks: 'whether enough rotations on demand are left',
  severity: 'low',
  otherSeverities: ['medium'],
  sources: ['live'],
  facts: ['rotations'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/rotating-keys-on-demand.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html'),
  ],
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      reserve: {
        type: 'integer',
        description: 'how many rotations on demand a key should have left',
        default: 2,
        minimum: 0,
        maximum: mostRotations,
      },
    },
  },

  *check({ keys }, { options: { reserve } }) {
    for (const key of keys) {
      if (key.history === undefined) continue;
      const used = countRotations(key.history);
      const { unread } = key.history.materials;
      const isOnly = isImported(key).is === true;
      yield judge(key, {
        applies: all(
          canRotateOnDemand(key),
          isKept(key),
          explain(truth(unread?.reason !== 'not-read'), 'ListKeyRotations was not asked'),
        ),
        complies: isWithin(key, used, mostRotations - reserve),
        at: key.rotation.rotatedOnDemand.at,
        holds: `the key has had ${used} of ${mostRotations} rotations on demand`,
        message: `the key has had ${used} of ${mostRotations} rotations on demand, and ${isOnly ? 'imported material has no other: from then on a new key must replace it' : 'the quota cannot be raised: keep what is left for emergencies'}`,
        severity: isOnly ? 'medium' : 'low',
        remedy: () => spareRotations(key, isOnly),
      });
    }
  },
});

/** One that is going on counts, too. */
function countRotations({ materials, isRotatingOnDemand }: KeyHistory): number {
  const done = materials.entries.filter(({ type }) => type === 'ON_DEMAND').length;
  return done + (isRotatingOnDemand ? 1 : 0);
}

/** A list that was cut may hold more, never fewer. */
function isWithin({ history }: Key, used: number, limit: number): Truth {
  const unread = history?.materials.unread ?? null;
  if (used > limit) return no;
  return unread === null ? truth(true) : undecided(unread);
}
