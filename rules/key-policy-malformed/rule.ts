import type { Inventory, Key, PolicyAttachment } from '../../src/model/inventory.ts';
import { isCustomerManaged } from '../../src/model/keys/eligibility.ts';
import { withPointer } from '../../src/model/location.ts';
import type { PolicyText } from '../../src/model/keys/policy.ts';
import { all, explain, holds, no, undecided, yes, type Truth } from '../../src/model/truth.ts';
import type { Unknown } from '../../src/model/value.ts';
import {
  describeProblems,
  foreignResources,
  groundOf,
  hasOpenParts,
  parseText,
  worstFirst,
  type KeyName,
  type ParsedPolicy,
  type Problem,
} from '../../src/policy/index.ts';
import { correctPolicy } from '../../src/rule/remedy/policies.ts';
import { defineRule, judge, type Verdict } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'key-policy-malformed',
  title: 'A key policy is not valid, or part of it has no effect',
  asks: 'whether the key policy is valid',
  severity: 'high',
  otherSeverities: ['medium', 'low'],
  judges: ['key', 'policy'],
  sources: ['hcl', 'plan', 'state', 'live'],
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
  const policy = parseText(text, inventory);
  const document = policy?.document ?? null;
  const foreign = document === null ? [] : foreignResources(document, ownName(subject));
  const found = [...(policy?.problems ?? []), ...foreign];
  const problems = worstFirst(found.filter(({ kind }) => isCertain(kind, subject, text)));
  const lockout = found.some(({ kind }) => kind === 'lockout') ? isAllowed(subject) : yes;
  return judge(subject, {
    applies: all(
      subject.kind === 'key' ? isCustomerManaged(subject) : yes,
      explain(
        text.known ? holds(text, (value) => value !== null) : groundOf(text),
        'the key declares no policy of its own',
      ),
    ),
    complies: problems.length > 0 ? no : all(isRead(text, policy), lockout),
    at: withPointer(text.at, problems[0]?.pointer),
    holds:
      text.known && !found.some(({ kind }) => kind === 'principal')
        ? 'the key policy is valid'
        : 'the key policy is valid, as long as what is not known inside of its texts is well-formed',
    message: describeProblems(
      problems,
      text.known && text.sensitive === true,
      text.inside ?? nowhere,
    ),
    severity: problems[0]?.severity ?? 'high',
    remedy: () => correctPolicy(subject),
  });
}

/** A text that was handed over as one has no places but its own. */
function nowhere(): null {
  return null;
}

/**
 * Deleted users are seen in the account alone; there, a policy that locks everybody out was let in on purpose. What is
 * nothing like a principal, where the default of a variable takes part, stands for what a pipeline fills in.
 */
function isCertain(
  kind: Problem['kind'],
  subject: Key | PolicyAttachment,
  text: PolicyText,
): boolean {
  if (kind === 'principal') return text.byDefault === undefined;
  if (kind === 'orphan') return subject.source === 'live';
  return kind !== 'lockout' || isAllowed(subject).is === false;
}

/** Whether the check against locking everybody out is bypassed. */
function isAllowed({ source, bypassesLockoutCheck }: Key | PolicyAttachment): Truth {
  if (source === 'live' || bypassesLockoutCheck === undefined) return yes;
  return holds(bypassesLockoutCheck, (isBypassed) => isBypassed);
}

/** What is known of the key that the policy is for. */
function ownName(subject: Key | PolicyAttachment): KeyName {
  if (subject.kind === 'key') {
    const { arn, account, region } = subject;
    const symbol = arn.known ? undefined : arn.symbol;
    return {
      arn: arn.known ? arn.value : symbol === undefined ? null : { symbol },
      account: account.known ? account.value : null,
      region: region.known ? region.value : null,
    };
  }
  const [branch, ...more] = subject.key.branches;
  const [identity, ...others] = branch?.identities ?? [];
  const isOne = identity !== undefined && more.length + others.length === 0;
  const arn = isOne && subject.key.complete ? { symbol: `${identity}.arn` } : null;
  return { arn, account: null, region: null };
}

/** What is not known inside of a text is taken to be well-formed; a part that is no text may break what surrounds it. */
function isRead(text: PolicyText, policy: ParsedPolicy | null): Truth {
  if (text.known) return yes;
  const isOpen = policy === null || (policy.document !== null && hasOpenParts(policy.document));
  return isOpen ? undecided(withoutParts(text)) : yes;
}

function withoutParts({ known, reason, what, at }: Unknown): Unknown {
  return { known, reason, what, at };
}
