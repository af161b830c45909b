import {
  isInUse,
  isNoReplica,
  isReplica,
  isRotatedAutomatically,
} from '../../src/model/keys/eligibility.ts';
import { lastOnDemand } from '../../src/model/keys/history.ts';
import type { Key } from '../../src/model/inventory.ts';
import { speaksForPrimary } from '../../src/model/keys/primary.ts';
import { all, any, holds, yes } from '../../src/model/truth.ts';
import { show } from '../../src/model/value.ts';
import { switchOnRotation } from '../../src/rule/fix.ts';
import { rotate } from '../../src/rule/remedy/keys.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'rotation-disabled',
  title: 'Automatic rotation is off on a key that supports it',
  asks: 'whether automatic rotation is on',
  severity: 'high',
  sources: ['hcl', 'plan', 'state', 'live'],
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
      const canBeSet = key.source === 'live' ? isInUse(key) : yes;
      const isMirror = isReplica(key).is === true;
      yield judge(key, {
        applies: all(
          isRotatedAutomatically(key),
          any(isNoReplica(key), speaksForPrimary(key, inventory)),
          canBeSet,
        ),
        complies: holds(key.rotation.enabled, (on) => on),
        at: key.rotation.enabled.at,
        holds: 'automatic rotation is on',
        message: `automatic rotation is off${describeMaterial(key)}${isMirror ? `; a replica has the setting of its primary, ${nameOf(key.primary)}: switch it on there` : ''}`,
        remedy: () => rotate(key),
        fix: isMirror ? null : switchOnRotation(key),
      });
    }
  },
});

/** Where the rotations of a live key were not read, somebody may rotate it on demand. */
function describeMaterial(key: Key): string {
  const { rotatedOnDemand } = key.rotation;
  if (!rotatedOnDemand.known && key.source === 'live') {
    return ', so the key material changes only if somebody rotates it on demand';
  }
  if (!rotatedOnDemand.known || !rotatedOnDemand.value)
    return ', so the key material never changes';
  const last = lastOnDemand(key);
  return `; the key material changed on demand${last === null ? '' : `, last on ${last}`}, and does not change by itself`;
}

function nameOf(primary: Key['primary']): string {
  return primary === null ? 'which AWS did not name' : show(primary.id);
}
