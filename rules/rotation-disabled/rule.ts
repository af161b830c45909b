import { isRetired, supportsAutomaticRotation } from '../../src/model/eligibility.ts';
import { all, holds, not, yes } from '../../src/model/truth.ts';
import { defineRule, judge } from '../../src/rule.ts';

export default defineRule({
  id: 'rotation-disabled',
  title: 'Automatic rotation is off on a key that supports it',
  asks: 'whether automatic rotation is on',
  severity: 'high',
  sources: ['hcl', 'plan', 'live'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html'),
    new URL('https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-4'),
  ],
  compliance: [
    'CIS AWS Foundations 1.2/2.8, 1.4–2.0/3.8, 3.0–5.0/3.6, 6.0–7.0/4.6',
    'AWS Security Hub KMS.4',
    'NIST 800-53 r5 SC-12, SC-12(2), SC-28(3)',
    'PCI DSS 3.2.1/3.6.4, 4.0.1/3.7.4',
    'ISO 27001:2022 A.8.24',
  ],

  *check({ keys }) {
    for (const key of keys) {
      const canBeSet = key.source === 'live' ? not(isRetired(key)) : yes;
      yield judge(key, {
        applies: all(supportsAutomaticRotation(key), canBeSet),
        complies: holds(key.rotation.enabled, (on) => on),
        at: key.rotation.enabled.at,
        message: 'automatic rotation is off, so the key material never changes',
      });
    }
  },
});
