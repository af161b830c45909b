import { isNoReplica } from '../../src/model/keys/eligibility.ts';
import { all, any, explain, holds } from '../../src/model/truth.ts';
import { show } from '../../src/model/value.ts';
import { rotateEvery } from '../../src/rule/fix.ts';
import { rotateWithin } from '../../src/rule/remedy/keys.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

/** RotationPeriodInDaysType of the KMS API. */
const awsMinimum = 90;
const awsMaximum = 2560;

type PeriodOptions = { readonly minDays: number; readonly maxDays: number };

export default defineRule<PeriodOptions>({
  id: 'rotation-period-out-of-range',
  title: 'The rotation period is outside the allowed range',
  asks: 'whether the rotation period is within its limits',
  severity: 'high',
  sources: ['hcl', 'plan', 'state', 'live'],
  facts: ['rotation'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html'),
  ],
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      minDays: {
        type: 'integer',
        description: 'shortest period in days that your policy allows',
        default: awsMinimum,
        minimum: awsMinimum,
        maximum: awsMaximum,
      },
      maxDays: {
        type: 'integer',
        description: 'longest period in days that your policy allows',
        default: awsMaximum,
        minimum: awsMinimum,
        maximum: awsMaximum,
      },
    },
  },

  *check({ keys }, { options: { minDays, maxDays } }) {
    const nearest = (days: number): number => Math.min(Math.max(days, minDays), maxDays);
    for (const key of keys) {
      const { enabled, periodInDays, periodIsSet } = key.rotation;
      const isInUse = any(
        holds(enabled, (on) => on),
        holds(periodIsSet, (isSet) => isSet),
      );
      const origin = periodInDays.known && periodInDays.from === 'default' ? ', the default,' : '';
      yield judge(key, {
        applies: all(
          isNoReplica(key),
          explain(isInUse, 'rotation is not on, and nobody set a period'),
        ),
        complies: holds(periodInDays, (days) => days >= minDays && days <= maxDays),
        at: periodInDays.at,
        holds: `a rotation period of ${show(periodInDays)} days${origin} is within ${minDays}–${maxDays} days`,
        message: `a rotation period of ${show(periodInDays)} days${origin} is outside ${minDays}–${maxDays} days`,
        remedy: () => rotateWithin(key, nearest(periodInDays.known ? periodInDays.value : maxDays)),
        fix: periodInDays.known ? rotateEvery(key, nearest(periodInDays.value)) : null,
      });
    }
  },
});
