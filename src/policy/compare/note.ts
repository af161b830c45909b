import type { CanonicalStatement } from '../form/normalise.ts';
import type { Remainder } from './cover.ts';
import { bitsOf } from '../form/action.ts';
import { isAllBut } from '../form/dimension.ts';
import type { PolicyDocument } from '../grammar/document.ts';
import { isUniqueId } from '../grammar/principal.ts';
import { namedAccount } from '../form/principal.ts';
import { meterOf } from '../text/meter.ts';
import { contains } from '../text/pattern.ts';
import { printText } from '../text/text.ts';

const following = /^(?:kms:resourcealiases|kms:requestalias|aws:resourcetag\/)/u;

/** What a reader should know besides the verdict. */
export function notesOn(
  predecessor: readonly CanonicalStatement[],
  successor: readonly CanonicalStatement[],
  document: PolicyDocument,
  lost: readonly Remainder[],
): readonly string[] {
  return [
    ...followingNotes(predecessor),
    ...orphanNotes(document),
    ...rootNotes(lost, successor),
    ...narrowNotes(predecessor, successor, lost),
  ];
}

/** A pattern that the other policy gives as a list holds what it matches today, and not what AWS adds later. */
function narrowNotes(
  predecessor: readonly CanonicalStatement[],
  successor: readonly CanonicalStatement[],
  lost: readonly Remainder[],
): readonly string[] {
  const meter = meterOf(1_000_000);
  const given = successor.flatMap(({ effect, actions }) => (effect === 'Allow' ? [actions] : []));
  const gone = new Set(lost.map(({ statement }) => statement));
  const patterns = predecessor.flatMap((statement) => {
    const { effect, actions } = statement;
    if (effect === 'Deny' || actions.negated || gone.has(statement)) return [];
    return actions.items.flatMap((item, at) => {
      const isPattern = /[*?]/u.test(item.certain ?? '') && bitsOf(item).certain !== 0n;
      return isPattern ? [{ item, written: statement.source.action?.items[at] ?? item }] : [];
    });
  });
  const keys = new Set(given.flatMap(({ items }) => items.map(({ key }) => key)));
  const narrowed = patterns.filter(
    ({ item }) =>
      !keys.has(item.key) &&
      !given.some(
        ({ negated, items }) =>
          negated || items.some((other) => contains(other, item, meter) === true),
      ),
  );
  return [...new Set(narrowed.map(({ written }) => printText(written)))].map(
    (name) =>
      `${name} is given as a list of the actions that it matches today, without those that AWS may add`,
  );
}

/** Alias and tags stay with a key, or move, apart from its policy (KMS Developer Guide, "ABAC for AWS KMS"). */
function followingNotes(statements: readonly CanonicalStatement[]): readonly string[] {
  const keys = statements.flatMap((s) => s.conditions.map((c) => c.key?.certain ?? ''));
  return [...new Set(keys.filter((key) => following.test(key)))].map(
    (key) =>
      `conditions on ${key} were compared as text: what they allow follows the key's aliases and tags`,
  );
}

function orphanNotes({ statements }: PolicyDocument): readonly string[] {
  const principals = statements.flatMap((s) => (s.kind === 'open' ? [] : s.principal.items));
  const ids = principals.map((p) => p.text.certain ?? '').filter(isUniqueId);
  return [...new Set(ids)].map(
    (id) => `${id} is the id of a deleted user or role and was left out`,
  );
}

/** A role that lost its own statement may still be let in by IAM, where the account is named. */
function rootNotes(
  lost: readonly Remainder[],
  successor: readonly CanonicalStatement[],
): readonly string[] {
  const accounts = new Set(
    successor
      .flatMap((s) => (s.effect === 'Allow' ? s.principals.items : []))
      .filter((p) => p.isAccount)
      .map((p) => printText(p.text)),
  );
  const owners = lost.flatMap(({ statement, principal }) => {
    if (statement.effect === 'Deny' || isAllBut(principal) || principal.isAccount) return [];
    const owner = namedAccount(principal);
    return owner === null ? [] : [printText(owner)];
  });
  return [...new Set(owners.filter((owner) => accounts.has(owner)))].map(
    (owner) =>
      `the successor lets IAM policies of account ${owner} decide, which is not the same as naming its roles and users`,
  );
}
