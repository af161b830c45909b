import { hasAlias, indexAliases } from '../../src/model/aliases/aliases.ts';
import { describeKind, isSymmetricEncryptionKey } from '../../src/model/keys/eligibility.ts';
import type { Key } from '../../src/model/inventory.ts';
import { lineageOf } from '../../src/model/lineage/lineage.ts';
import { all, explain, not, truth } from '../../src/model/truth.ts';
import { versionAlias } from '../../src/rule/remedy/aliases.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'predecessor-unreachable',
  title: 'No alias points at an asymmetric or HMAC key that another one replaced',
  asks: 'whether an alias still points at the predecessor',
  severity: 'low',
  judges: [],
  sources: ['hcl', 'plan', 'state', 'live'],
  facts: ['aliases', 'tags'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys-manually.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/APIReference/API_Verify.html'),
  ],

  *check(inventory, { prior }) {
    const index = indexAliases(inventory, prior);
    for (const { key, isGone, links, isReplaced } of lineageOf(inventory, prior).predecessors) {
      const [{ evidence }] = links;
      const stem = evidence.find(({ alias }) => alias !== null)?.alias ?? null;
      yield judge(key, {
        applies: all(
          explain(isReplaced, 'it is not certain that another key replaced it'),
          explain(
            not(isSymmetricEncryptionKey(key)),
            'a ciphertext of a symmetric key names the key, and no alias is needed to decrypt it',
          ),
          explain(
            truth(!isGone || livesOn(key)),
            'the key is gone, and predecessor-unusable judges it',
          ),
        ),
        complies: hasAlias(key, inventory, index, 'any', false),
        at: key.at,
        holds: 'an alias still points at the key, though another one replaced it',
        message: `no alias points at ${describeKind(key)} any more, though another one replaced it: whoever decrypts, verifies or derives with it needs its key id (${evidence[0].text})`,
        remedy: () => versionAlias(key, stem, madeOn(links[0].successors)),
      });
    }
  },
});

/** The day on which the one key that replaced it was made, `YYYYMMDD`; null where it is not told. */
function madeOn([successor, ...others]: readonly Key[]): string | null {
  const createdAt = successor?.history?.createdAt;
  if (createdAt?.known !== true || others.length > 0) return null;
  const day = createdAt.value.slice(0, 10).replaceAll('-', '');
  return /^20\d{6}$/.test(day) ? day : null;
}

/** A key that the plan forgets lives on in AWS, and with it what only its key id reaches. */
function livesOn({ change }: Key): boolean {
  return change?.action === 'forget';
}
