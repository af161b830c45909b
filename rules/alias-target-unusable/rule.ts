import { mayBeHidden } from '../../src/model/absence.ts';
import { isAwsAlias } from '../../src/model/aliases/scheme.ts';
import { isRetired } from '../../src/model/keys/eligibility.ts';
import { deletionDay } from '../../src/model/keys/history.ts';
import { indexKeys } from '../../src/model/keys/index.ts';
import type { Alias, Inventory, Key } from '../../src/model/inventory.ts';
import { explain, not, truth, yes, type Truth } from '../../src/model/truth.ts';
import { show } from '../../src/model/value.ts';
import { moveAlias } from '../../src/rule/remedy/aliases.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'alias-target-unusable',
  title: 'An alias points at a key that is disabled, waits for its deletion, or is gone',
  asks: 'whether the key behind the alias can be used',
  severity: 'high',
  sources: ['live'],
  facts: ['aliases'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html'),
  ],

  *check(inventory) {
    for (const alias of inventory.aliases) {
      if (alias.source !== 'live') continue;
      const [key = null] = indexKeys(inventory).endsOf(alias.target, alias).keys;
      const { id } = alias.target;
      yield judge(alias, {
        applies: explain(
          truth(!(alias.name.known && isAwsAlias(alias.name.value))),
          'the alias is one of AWS',
        ),
        complies: id.known ? isUsable(alias, key, inventory) : yes,
        at: id.at,
        holds: id.known
          ? `the alias points at ${show(id)}, which is neither disabled nor waiting for its deletion`
          : 'the alias points at no key',
        message: `the alias points at ${fate(key, show(id))}: whoever names the key by it fails`,
        remedy: () => moveAlias(alias, key),
      });
    }
  },
});

/** A key that a whole list does not name is gone. */
function isUsable({ scope }: Alias, key: Key | null, inventory: Inventory): Truth {
  if (key === null) return mayBeHidden(inventory, scope, 'key');
  return not(isRetired(key));
}

function fate(key: Key | null, id: string): string {
  if (key === null) return `${id}, a key that is gone`;
  if (key.keyState.known && key.keyState.value === 'Disabled') return `${id}, a disabled key`;
  const day = deletionDay(key);
  return `${id}, a key that waits for its deletion${day === null ? '' : ` on ${day}`}`;
}
