import { hasAlias, indexAliases, type AliasIndex } from '../../src/model/aliases/aliases.ts';
import { isImported, isKept } from '../../src/model/keys/eligibility.ts';
import { indexKeys } from '../../src/model/keys/index.ts';
import type { Inventory, Key } from '../../src/model/inventory.ts';
import { all, any, holds, no, not } from '../../src/model/truth.ts';
import { dayOf, daysUntil, timeOf } from '../../src/model/keys/time.ts';
import { importAgain } from '../../src/rule/remedy/material.ts';
import { once } from '../../src/rule/once.ts';
import { defineRule, judge, type Verdict } from '../../src/rule/rule.ts';

type GraceOptions = { readonly graceDays: number };

export default defineRule<GraceOptions>({
  id: 'key-pending-import',
  title: 'A key for imported material has none, so nothing can be done with it',
  asks: 'whether the key has its imported material',
  severity: 'high',
  otherSeverities: ['critical', 'medium'],
  sources: ['live'],
  facts: ['aliases', 'rotations'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html'),
  ],
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      graceDays: {
        type: 'integer',
        description: 'days after its creation in which a key may wait for its first material',
        default: 7,
        minimum: 0,
        maximum: 365,
      },
    },
  },

  check(inventory, { prior, options: { graceDays } }) {
    const index = indexAliases(inventory, prior);
    const judged = inventory.keys.map((key) => judgeKey(key, inventory, prior, index, graceDays));
    return once(judged.filter((verdict) => verdict !== null));
  },
});

function judgeKey(
  key: Key,
  inventory: Inventory,
  prior: Inventory,
  index: AliasIndex,
  graceDays: number,
): Verdict | null {
  const { history, keyState } = key;
  if (history === undefined) return null;
  const waits = holds(keyState, (state) => state === 'PendingImport');
  const hadMaterial = hadMaterialBefore(key, prior);
  const age = daysUntil(history.createdAt, timeOf(key, inventory));
  const isUsed = hasAlias(key, inventory, index, 'any').is === true;
  return judge(key, {
    applies: all(isImported(key), isKept(key)),
    complies: any(not(waits), hadMaterial ? no : holds(age, (days) => days >= -graceDays)),
    at: keyState.at,
    holds:
      waits.is === true
        ? `the key was made on ${dayOf(history.createdAt)} and waits for its first import`
        : 'the key has its imported material',
    message: hadMaterial
      ? 'the imported key material has expired or was deleted: nothing under the key can be decrypted or verified until the same material is imported again'
      : `the key has waited for its import since ${dayOf(history.createdAt)}: nothing can be encrypted or signed with it`,
    severity: hadMaterial ? 'critical' : isUsed ? 'high' : 'medium',
    remedy: () => importAgain(key, !hadMaterial),
  });
}

/** Whether something shows that there was material; what was not read shows nothing. */
function hadMaterialBefore(key: Key, prior: Inventory): boolean {
  const { hasCurrentMaterial = false, materials } = key.history ?? {};
  const before = indexKeys(prior).byIdentity(key.scope, key.identity);
  const was = before?.keyState.known === true ? before.keyState.value : null;
  return (
    hasCurrentMaterial ||
    materials?.entries.some(({ state }) => state === 'CURRENT' || state === 'NON_CURRENT') ===
      true ||
    was === 'Enabled' ||
    was === 'Disabled'
  );
}
