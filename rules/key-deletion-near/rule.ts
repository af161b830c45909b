import { hasAlias, indexAliases } from '../../src/model/aliases/aliases.ts';
import { deletionDay } from '../../src/model/keys/history.ts';
import type { Key } from '../../src/model/inventory.ts';
import { linksWith } from '../../src/model/lineage/by-key.ts';
import { lineageOf } from '../../src/model/lineage/lineage.ts';
import { all, any, anyOf, explain, holds } from '../../src/model/truth.ts';
import { countDays, daysUntil, timeOf } from '../../src/model/keys/time.ts';
import { unknown, type Value } from '../../src/model/value.ts';
import { keep } from '../../src/rule/remedy/keeping.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

type NearOptions = { readonly days: number };

export default defineRule<NearOptions>({
  id: 'key-deletion-near',
  title: 'A key that something depends on is deleted within days',
  asks: 'whether there is time left before the deletion',
  severity: 'critical',
  sources: ['live'],
  facts: ['aliases', 'tags'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html'),
    new URL('https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-3'),
  ],
  compliance: ['AWS Security Hub KMS.3', 'NIST 800-53 r5 SC-12, SC-12(2)'],
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      days: {
        type: 'integer',
        description: 'how many days ahead a deletion is told',
        default: 7,
        minimum: 0,
        maximum: 30,
      },
    },
  },

  *check(inventory, { prior, options: { days } }) {
    const index = indexAliases(inventory, prior);
    const { links } = lineageOf(inventory, prior);
    for (const key of inventory.keys) {
      const left = daysUntil(deletionOf(key), timeOf(key, inventory));
      yield judge(key, {
        applies: all(
          explain(
            holds(key.keyState, (state) => state === 'PendingDeletion'),
            'the key does not wait for its deletion',
          ),
          explain(
            any(
              hasAlias(key, inventory, index, 'any', false),
              anyOf(linksWith(key, links).map(({ exists }) => exists)),
            ),
            'no alias points at the key, and it replaced none and was replaced by none',
          ),
        ),
        complies: holds(left, (count) => count >= days),
        at: key.keyState.at,
        holds: `the key is deleted on ${deletionDay(key) ?? 'an unknown day'}, in ${countDays(left)}`,
        message: `the key is deleted on ${deletionDay(key) ?? 'an unknown day'}, in ${countDays(left)}, though an alias or another key still leads to it: what is encrypted or signed under it is lost then`,
        remedy: () => keep(key),
      });
    }
  },
});

function deletionOf({ history, keyState }: Key): Value<string> {
  const at = history?.deletionAt ?? unknown('not-read', 'DeletionDate', keyState.at);
  if (!at.known) return at;
  const { value } = at;
  return value === null ? unknown('not-read', 'DeletionDate', at.at) : { ...at, value };
}
