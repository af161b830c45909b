import { isAwsAlias } from '../../src/model/aliases/scheme.ts';
import { isCustomerManaged } from '../../src/model/keys/eligibility.ts';
import type { Alias, Grant, Inventory, Key, KeyStore } from '../../src/model/inventory.ts';
import { all, explain, no, truth, undecided, yes, type Truth } from '../../src/model/truth.ts';
import { isOfSomebodyElse, textsOf, type Field } from '../../src/model/keys/texts.ts';
import { once } from '../../src/rule/once.ts';
import { replaceText } from '../../src/rule/remedy/texts.ts';
import { defineRule, judge, type Verdict } from '../../src/rule/rule.ts';
import { findCredential } from '../../src/text/credentials.ts';

export default defineRule({
  id: 'confidential-text',
  title: 'A description, name or tag holds what looks like a credential',
  asks: 'whether a text holds a credential',
  severity: 'high',
  sources: ['hcl', 'plan', 'state', 'live'],
  facts: ['tags', 'aliases', 'keyStores', 'rotations', 'grants'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html'),
  ],

  check: ({ keys, aliases, grants, keyStores }: Inventory) =>
    once([
      ...keys.map((key) => judgeTexts(key, isCustomerManaged(key))),
      ...aliases.map((alias) => judgeTexts(alias, isOurs(alias))),
      ...grants.filter(isNamed).map((grant) => judgeTexts(grant, yes)),
      ...keyStores.map((store) => judgeTexts(store, yes)),
    ]),
});

function judgeTexts(subject: Key | Alias | Grant | KeyStore, applies: Truth): Verdict {
  const fields = textsOf(subject);
  const found = fields.flatMap((field) => {
    const kind = field.pieces.map(findCredential).find((one) => one !== null);
    return kind === undefined ? [] : [{ field, kind }];
  });
  const [first] = found;
  return judge(subject, {
    applies,
    complies: first === undefined ? all(...fields.map(isRead)) : no,
    at: first?.field.at ?? subject.at,
    holds: 'no text of it holds what looks like a credential',
    message: `${found.map(({ field, kind }) => `${field.name} holds what looks like ${kind}`).join(', ')}: everybody who may list keys reads it, and CloudTrail keeps it`,
    remedy: () => replaceText(subject, first?.field.name ?? ''),
  });
}

/** What somebody fills in elsewhere is judged there. */
function isRead({ unread }: Field): Truth {
  return unread === null || isOfSomebodyElse(unread) ? yes : undecided(unread);
}

/** Most grants have no name, and there may be thousands. */
function isNamed({ name }: Grant): boolean {
  return !name.known || name.value !== null;
}

function isOurs({ name }: Alias): Truth {
  return explain(truth(!(name.known && isAwsAlias(name.value))), 'the alias is one of AWS');
}
