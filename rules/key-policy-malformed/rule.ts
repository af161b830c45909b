import type { Inventory, Key, PolicyAttachment } from '../../src/model/inventory.ts';
import { isCustomerManaged } from '../../src/model/keys/eligibility.ts';
import type { PolicyText } from '../../src/model/keys/policy.ts';
import { all, explain, holds, no, undecided, yes, type Truth } from '../../src/model/truth.ts';
import { spoken } from '../../src/model/symbol.ts';
import { unknown, type Unknown } from '../../src/model/value.ts';
import { describeProblems, parseText, type Problem, worstFirst } from '../../src/policy/index.ts';
import { validatePolicy } from '../../src/rule/remedy.ts';
import { defineRule, judge, type Verdict } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'key-policy-malformed',
  title: 'A key policy is not valid, or part of it has no effect',
  asks: 'whether the key policy is valid',
  severity: 'high',
  otherSeverities: ['medium', 'low'],
  sources: ['hcl', 'plan', 'live'],
  facts: ['policy'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html'),
    new URL('https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html'),
  ],

  *check(inventory) {
    for (const key of inventory.keys) yield judgePolicy(key, key.policy, inventory);
    for (const policy of inventory.policies) yield judgePolicy(policy, policy.text, inventory);
  },
});

function judgePolicy(
  subject: Key | PolicyAttachment,
  text: PolicyText,
  inventory: Inventory,
): Verdict {
  const found = parseText(text, inventory)?.problems ?? [];
  const problems = worstFirst(found.filter(({ kind }) => isCertain(kind, subject)));
  const placeholder = found.find(({ kind }) => kind === 'principal' && subject.source === 'hcl');
  const open = placeholder === undefined ? yes : undecided(asPlaceholder(placeholder, text));
  return judge(subject, {
    applies: all(
      subject.kind === 'key' ? isCustomerManaged(subject) : yes,
      explain(
        text.known ? holds(text, (value) => value !== null) : yes,
        'the key declares no policy of its own',
      ),
    ),
    complies: problems.length > 0 ? no : all(isRead(text), open),
    at: text.at,
    holds: 'the key policy is valid',
    message: describeProblems(problems, text.known && text.sensitive === true),
    severity: problems[0]?.severity ?? 'high',
    remedy: validatePolicy(),
  });
}

/** In source, a principal that is none stands for a variable which the pipeline fills in. */
function isCertain(kind: Problem['kind'], { source }: Key | PolicyAttachment): boolean {
  if (kind === 'orphan') return source === 'live';
  return kind !== 'principal' || source !== 'hcl';
}

function asPlaceholder({ message }: Problem, text: PolicyText): Unknown {
  const isSecret = text.known && text.sensitive === true;
  return unknown('unset-variable', isSecret ? 'a principal of the policy' : message, text.at);
}

/** A part that is not known may still break what surrounds it, unless it is an id, a Region or the like. */
function isRead(text: PolicyText): Truth {
  if (text.known) return yes;
  const symbols = text.parts?.filter((part) => typeof part !== 'string') ?? [];
  if (symbols.length > 0 && symbols.every(({ symbol }) => harmless.test(spoken(symbol))))
    return yes;
  return all(undecided(withoutParts(text)));
}

const harmless = /^(?:account|region|partition) of |\.(?:arn|id|account_id|unique_id)$/;

function withoutParts({ known, reason, what, at }: Unknown): Unknown {
  return { known, reason, what, at };
}
