import { isReplica, isRetired, isRotatedAutomatically } from '../../src/model/keys/eligibility.ts';
import type { Key } from '../../src/model/inventory.ts';
import { speaksForPrimary } from '../../src/model/keys/primary.ts';
import { all, any, holds, not, yes } from '../../src/model/truth.ts';
import { show } from '../../src/model/value.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'rotation-disabled',
  title: 'Automatic rotation is off on a key that supports it',
  asks: 'whether automatic rotation is on',
  severity: 'high',
  sources: ['hcl', 'plan', 'live'],
  facts: ['rotation'],
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

  *check(inventory) {
    for (const key of inventory.keys) {
      const canBeSet = key.source === 'live' ? not(isRetired(key)) : yes;
      const isMirror = isReplica(key).is === true;
      yield judge(key, {
        applies: all(
          isRotatedAutomatically(key),
          any(not(isReplica(key)), speaksForPrimary(key, inventory)),
          canBeSet,
        ),
        complies: holds(key.rotation.enabled, (on) => on),
        at: key.rotation.enabled.at,
        message: `automatic rotation is off, so the key material never changes${isMirror ? `; a replica has the setting of its primary, ${nameOf(key.primary)}: switch it on there` : ''}`,
      });
    }
  },
});

function nameOf(primary: Key['primary']): string {
  return primary === null ? 'which AWS did not name' : show(primary.id);
}
