import { isImported, isKept } from '../../src/model/keys/eligibility.ts';
import type { Inventory, Key } from '../../src/model/inventory.ts';
import { all, explain, holds, not } from '../../src/model/truth.ts';
import { countDays, dayOf, daysUntil, timeOf } from '../../src/model/keys/time.ts';
import { mapValue } from '../../src/model/value.ts';
import { once } from '../../src/rule/once.ts';
import { importAgain } from '../../src/rule/remedy/material.ts';
import { defineRule, judge, type Verdict } from '../../src/rule/rule.ts';

type ExpiryOptions = { readonly days: number };

export default defineRule<ExpiryOptions>({
  id: 'imported-material-expiring',
  title: 'Imported key material expires soon, or has expired',
  asks: 'whether the imported key material expires soon',
  severity: 'high',
  otherSeverities: ['critical'],
  sources: ['plan', 'live'],
  facts: [],
  references: [
    new URL(
      'https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-import-key-material.html',
    ),
    new URL('https://docs.aws.amazon.com/kms/latest/APIReference/API_ImportKeyMaterial.html'),
  ],
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      days: {
        type: 'integer',
        description: 'how many days ahead an expiration is told',
        default: 30,
        minimum: 0,
        maximum: 365,
      },
    },
  },

  check: (inventory, { options: { days } }) =>
    once(inventory.keys.map((key) => judgeKey(key, inventory, days))),
});

function judgeKey(key: Key, inventory: Inventory, days: number): Verdict {
  const expiresAt = mapValue(key.expiresAt, (date) => date ?? '');
  const left = daysUntil(expiresAt, timeOf(key, inventory));
  const isPast = left.known && left.value <= 0;
  return judge(key, {
    applies: all(
      isImported(key),
      explain(
        holds(key.expiresAt, (date) => date !== null),
        'the key material does not expire',
      ),
      isKept(key),
      explain(
        not(holds(key.keyState, (state) => state === 'PendingImport')),
        'there is no key material: key-pending-import judges it',
      ),
    ),
    complies: holds(left, (count) => count > days),
    at: key.expiresAt.at,
    holds: `the imported key material expires on ${dayOf(key.expiresAt)}, in ${countDays(left)}`,
    message: isPast
      ? `the imported key material expired on ${dayOf(key.expiresAt)}: the key is unusable until the same material is imported again`
      : `the imported key material expires on ${dayOf(key.expiresAt)}, in ${countDays(left)}: from then on nothing under the key can be decrypted until the same material is imported again`,
    severity: isPast ? 'critical' : 'high',
    remedy: () => importAgain(key),
  });
}
