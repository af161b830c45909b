import { identityOf } from '../form/principal.ts';
import type { CanonicalPrincipal } from '../form/principal.ts';
import { literal, splitText, textOf } from '../text/text.ts';
import type { Text } from '../text/text.ts';
import { fact, lacks } from './condition/predicate.ts';
import type { Predicate } from './condition/predicate.ts';
import type { Term } from './condition/terms.ts';

const arnKey = 'aws:principalarn';
const accountKeys = ['aws:principalaccount', 'kms:calleraccount'];
const serviceKey = 'aws:principalisawsservice';
const serviceName = 'aws:principalservicename';

/** The condition keys that a principal settles. */
export const settledKeys: ReadonlySet<string> = new Set([
  arnKey,
  ...accountKeys,
  serviceKey,
  serviceName,
]);

/**
 * What is true of every request of a principal (IAM User Guide, "AWS global condition context keys", properties of the
 * principal; KMS Developer Guide, kms:CallerAccount).
 */
export function factsOf(principal: CanonicalPrincipal): readonly Predicate[] {
  const { type, text, everyone, sort } = principal;
  if (everyone) return [];
  if (type === 'Service') {
    return [
      fact(serviceKey, [exact(literal('true'))]),
      fact(serviceName, [exact(text)]),
      lacks(arnKey),
      lacks('aws:principalaccount'),
    ];
  }
  if (type !== 'AWS') return [];
  const own = [fact(serviceKey, [exact(literal('false'))])];
  if (sort === 'account') return [...own, ...ofAccount(text), fact(arnKey, arnsIn(text))];
  const account = splitText(text, ':')[4];
  const held = account === undefined ? [] : ofAccount(account);
  if (sort === 'role' || sort === 'user' || sort === 'federated-user')
    return [...own, ...held, fact(arnKey, [exact(text)])];
  return sort === 'session' ? [...own, ...held, ...roleOfSession(text)] : own;
}

/**
 * What conditions on who asks say of one another: the ARN of a principal holds its account, and who has an account is no
 * service.
 */
export function impliedBy(conditions: readonly Predicate[]): readonly Predicate[] {
  return conditions.flatMap(({ key, quantifier, negated, absent, values, opaque }) => {
    if (negated || absent || opaque !== null || quantifier !== 'one') return [];
    const terms = values?.of === 'strings' ? values.items : [];
    const accounts = terms.map(({ text }) =>
      key.certain === arnKey
        ? splitText(text, ':')[4]
        : key.certain === accountKeys[0]
          ? text
          : null,
    );
    const known = accounts.filter((a) => /^\d{12}$/u.test(a?.certain ?? ''));
    if (known.length === 0 || known.length < accounts.length) return [];
    const texts = known.flatMap((a) => a ?? []);
    return [
      fact(serviceKey, [exact(literal('false'))]),
      ...accountKeys.map((name) => fact(name, texts.map(exact))),
      ...(key.certain === arnKey ? [] : [fact(arnKey, texts.flatMap(arnsIn))]),
    ];
  });
}

function ofAccount(account: Text): readonly Predicate[] {
  return accountKeys.map((key) => fact(key, [exact(account)]));
}

function arnsIn(account: Text): readonly Term[] {
  return ['iam', 'sts'].map((service) =>
    pattern(textOf([`arn:*:${service}::`, ...account.parts, ':*'])),
  );
}

/** The role of a session may have a path, which the session's ARN leaves out. */
function roleOfSession(text: Text): readonly Predicate[] {
  const identity = identityOf(text);
  if (identity === null || identity.role.certain === null) return [];
  const { account, role } = identity;
  const partition = splitText(text, ':')[1]?.certain ?? '*';
  const arns = ['role/', 'role/*/'].map((path) =>
    pattern(textOf([`arn:${partition}:iam::`, ...account.parts, `:${path}`, ...role.parts])),
  );
  return [fact(arnKey, arns)];
}

function exact(text: Text): Term {
  return { mode: 'exact', text };
}

function pattern(text: Text): Term {
  return { mode: 'pattern', text };
}
