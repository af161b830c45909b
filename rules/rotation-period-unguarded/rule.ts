import { isKept, supportsAutomaticRotation } from '../../src/model/keys/eligibility.ts';
import { policyOf, type PolicyText } from '../../src/model/keys/policy.ts';
import type { Inventory, Key } from '../../src/model/inventory.ts';
import { withPointer } from '../../src/model/location.ts';
import { all, explain, no, undecided, yes } from '../../src/model/truth.ts';
import { unknown, type TextPart, type Value } from '../../src/model/value.ts';
import { boundingOf, groundOf, parseText, type Bounding } from '../../src/policy/index.ts';
import { boundPeriod } from '../../src/rule/remedy/policies.ts';
import { defineRule, judge, type Verdict } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'rotation-period-unguarded',
  title: 'A key policy lets somebody choose any rotation period',
  asks: 'whether the key policy bounds the rotation period',
  severity: 'info',
  sources: ['hcl', 'plan', 'state', 'live'],
  isOptIn: true,
  facts: ['policy'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html'),
  ],

  *check(inventory) {
    for (const key of inventory.keys) yield judgeKey(key, inventory);
  },
});

function judgeKey(key: Key, inventory: Inventory): Verdict {
  const text = policyOf(key, inventory);
  const { given, bounded, unbounded } = boundingIn(text, key, inventory);
  return judge(key, {
    applies: all(
      supportsAutomaticRotation(key),
      isKept(key),
      groundOf(text),
      explain(given, 'the key policy itself lets nobody call kms:EnableKeyRotation'),
    ),
    complies: bounded,
    at: withPointer(text.at, unbounded?.pointer),
    holds: 'whoever may call kms:EnableKeyRotation by the key policy is held to a rotation period',
    message: `${nameOf(unbounded, text)} of the key policy lets somebody switch rotation on with any period: nothing bounds kms:RotationPeriodInDays there`,
    remedy: () => boundPeriod(key),
  });
}

/** A sensitive policy keeps its words. */
function nameOf(unbounded: Bounding['unbounded'], text: PolicyText): string {
  if (unbounded === null || (text.known && text.sensitive === true)) return 'a statement';
  const { sid, statement } = unbounded;
  return sid === null ? `statement ${statement + 1}` : `the statement "${sid}"`;
}

const period = {
  action: 'kms:enablekeyrotation',
  conditionKey: 'kms:rotationperiodindays',
} as const;

/** Without a policy of its own, a key has AWS's default one, which lets its account alone. */
function boundingIn(text: PolicyText, key: Key, inventory: Inventory): Bounding {
  if (text.known && text.value === null) return { given: no, bounded: yes, unbounded: null };
  const document = parseText(text, inventory)?.document ?? null;
  if (document === null) {
    const what = `the policy of ${key.subject}`;
    const doubt = undecided(text.known ? unknown('invalid-document', what, text.at) : text);
    return { given: doubt, bounded: doubt, unbounded: null };
  }
  return boundingOf(document, period, {
    arn: partsOf(key.arn),
    account: partsOf(key.account, key.symbols.account),
    at: text.at,
    reason: text.known ? 'unresolved-reference' : text.reason,
  });
}

function partsOf(value: Value<string>, name: string | null = null): readonly TextPart[] | null {
  if (value.known) return [value.value];
  const symbol = name ?? value.symbol;
  return symbol === undefined ? null : [{ symbol }];
}
