import type { CanonicalStatement } from '../form/normalise.ts';
import type { Remainder } from './cover.ts';
import { isAllBut } from '../form/dimension.ts';
import type { PolicyDocument } from '../grammar/document.ts';
import { isUniqueId } from '../grammar/principal.ts';
import { namedAccount } from '../form/principal.ts';
import { printText } from '../text/text.ts';

const following = /^(?:kms:resourcealiases|kms:requestalias|aws:resourcetag\/)/u;

/** What a reader should know besides the verdict. */
export function notesOn(
  predecessor: readonly CanonicalStatement[],
  successor: readonly CanonicalStatement[],
  document: PolicyDocument,
  lost: readonly Remainder[],
): readonly string[] {
  return [...followingNotes(predecessor), ...orphanNotes(document), ...rootNotes(lost, successor)];
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
