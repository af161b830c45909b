import { compatible } from '../../src/model/keys/compatible.ts';
import { homesOf } from '../../src/model/place/home.ts';
import { indexKeys } from '../../src/model/keys/index.ts';
import { priorAliases } from '../../src/model/lineage/transitions.ts';
import { statesOf } from '../../src/model/lineage/states.ts';
import { explain, same, truth, undecided } from '../../src/model/truth.ts';
import { otherAlias } from '../../src/rule/remedy/aliases.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'alias-target-incompatible',
  title: 'An alias is moved to a key that UpdateAlias does not let it target',
  asks: 'whether UpdateAlias accepts the new target',
  severity: 'high',
  sources: ['plan'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/alias-update.html'),
  ],

  *check(inventory, { prior }) {
    const homes = homesOf(inventory, prior);
    const earlier = priorAliases(statesOf(inventory, prior));
    for (const alias of inventory.aliases) {
      const before = earlier(alias);
      const isUpdate = before?.change?.action === 'update' && before.identity === alias.identity;
      const old = before === null ? null : indexKeys(prior).endsOf(before.target, before);
      const next = indexKeys(inventory).endsOf(alias.target, alias);
      const [from = null] = old?.keys.length === 1 ? old.keys : [];
      const results = next.keys.map((key) => compatible(alias, from, key, homes));
      const targets = next.keys.map((key) => key.subject).join(' or ');
      const unread = old?.doubt ?? null;
      yield judge(alias, {
        applies: explain(truth(isUpdate), 'the plan does not update the alias'),
        complies: same(
          unread === null
            ? results.map(({ truth: t }) => t)
            : [...results.map(({ truth: t }) => t), undecided(unread)],
          next.doubt,
        ),
        at: alias.target.id.at,
        holds: `UpdateAlias accepts ${targets} as the target`,
        message: `UpdateAlias refuses ${targets} as the new target, and the apply fails: ${results.flatMap(({ why }) => why).join(', ')}`,
        remedy: () =>
          otherAlias(alias, next.keys.length === 1 ? (next.keys[0] ?? null) : null, from),
      });
    }
  },
});
