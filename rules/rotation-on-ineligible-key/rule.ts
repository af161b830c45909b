import {
  describeKind,
  isReplica,
  supportsAutomaticRotation,
} from '../../src/model/keys/eligibility.ts';
import { all, holds, not } from '../../src/model/truth.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'rotation-on-ineligible-key',
  title: 'Automatic rotation is asked for on a key that cannot have it',
  asks: 'whether the key can rotate automatically as it is asked to',
  severity: 'high',
  sources: ['hcl', 'plan'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html'),
  ],

  *check({ keys }) {
    for (const key of keys) {
      yield judge(key, {
        applies: all(
          not(isReplica(key)),
          holds(key.rotation.enabled, (on) => on),
        ),
        complies: supportsAutomaticRotation(key),
        at: key.rotation.enabled.at,
        message: `automatic rotation is asked for on ${describeKind(key)}: the plan succeeds, the apply fails with UnsupportedOperationException`,
      });
    }
  },
});
