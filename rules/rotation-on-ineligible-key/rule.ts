import {
  describeKind,
  isNoReplica,
  supportsAutomaticRotation,
} from '../../src/model/keys/eligibility.ts';
import { all, explain, holds } from '../../src/model/truth.ts';
import { withoutRotation } from '../../src/rule/fix.ts';
import { ineligible } from '../../src/rule/remedy/keys.ts';
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
          isNoReplica(key),
          explain(
            holds(key.rotation.enabled, (on) => on),
            'automatic rotation is not asked for',
          ),
        ),
        complies: supportsAutomaticRotation(key),
        at: key.rotation.enabled.at,
        holds: 'the key can rotate automatically',
        message: `automatic rotation is asked for on ${describeKind(key)}: the plan succeeds, the apply fails with UnsupportedOperationException`,
        remedy: () => ineligible(key),
        fix: withoutRotation(key),
      });
    }
  },
});
