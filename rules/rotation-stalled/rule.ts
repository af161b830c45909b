import { supportsAutomaticRotation } from '../../src/model/keys/eligibility.ts';
import { all, explain, holds } from '../../src/model/truth.ts';
import { enableOrStop } from '../../src/rule/remedy/keys.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'rotation-stalled',
  title: 'Rotation is on, but the key is disabled and does not rotate',
  asks: 'whether the key is enabled, so that its rotation happens',
  severity: 'medium',
  sources: ['hcl', 'plan', 'state', 'live'],
  facts: ['rotation'],
  references: [new URL('https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html')],

  *check({ keys }) {
    for (const key of keys) {
      yield judge(key, {
        applies: all(
          supportsAutomaticRotation(key),
          explain(
            holds(key.rotation.enabled, (on) => on),
            'automatic rotation is not on',
          ),
        ),
        complies: holds(key.keyState, (state) => state !== 'Disabled'),
        at: key.keyState.at,
        holds: 'the key is not disabled',
        message:
          'rotation is on, but AWS does not rotate a disabled key: it is overdue the moment somebody enables it',
        remedy: () => enableOrStop(key),
      });
    }
  },
});
