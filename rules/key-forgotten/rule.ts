import type { Key } from '../../src/model/inventory.ts';
import { truth, undecided, yes, type Truth } from '../../src/model/truth.ts';
import { isCustomerManaged } from '../../src/model/keys/eligibility.ts';
import { unknown } from '../../src/model/value.ts';
import { takeOver } from '../../src/rule/remedy/keeping.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'key-forgotten',
  title: 'The plan drops a key from the state without deleting it',
  asks: 'whether the plan keeps the key in its state',
  severity: 'low',
  sources: ['plan'],
  references: [
    new URL(
      'https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources',
    ),
  ],

  *check(_, { prior }) {
    for (const key of prior.keys) {
      yield judge(key, {
        applies: isCustomerManaged(key),
        complies: stays(key),
        at: key.change?.at ?? key.at,
        holds: 'the plan does not forget the key',
        message:
          'the plan forgets the key: it lives on in AWS, where no code sets its rotation and policy any more',
        remedy: () => takeOver(key),
        discriminator: key.change?.deposed === true ? key.identity : '',
      });
    }
  },
});

function stays({ change, subject }: Key): Truth {
  if (change === null) return yes;
  if (change.action === 'unknown') return undecided(unknown('unknown-action', subject, change.at));
  if (change.action === 'untold') return undecided(unknown('untold-change', subject, change.at));
  return truth(change.action !== 'forget');
}
