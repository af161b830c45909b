import type { PolicyDocument, Principal, Statement } from '../grammar/document.ts';
import { printTree } from './covering-text.ts';
import type { Covering, Tree } from './covering-text.ts';
import type { Loss } from './loss.ts';

/** More statements than this are no remedy that somebody reads. */
const mostStatements = 20;

/**
 * The successor's policy with the statements that it lacks, in which `*` names its own key and no other. Null where a Deny
 * is what takes something away, or statements are not known, and where a policy variable would mean something else under the
 * Version of the successor, which stays: then a person decides.
 */
export function coveringPolicy(
  predecessor: PolicyDocument,
  successor: PolicyDocument,
  lost: readonly Loss[],
): Covering | null {
  const own = successor.statements.filter((s) => s.kind === 'statement');
  if (own.length < successor.statements.length || lost.some(({ deniedBy }) => deniedBy !== null))
    return null;
  const missing = new Set(lost.map(({ statement }) => statement));
  const added = predecessor.statements.filter(
    (s) => s.kind === 'statement' && missing.has(s.index),
  );
  const all = [...own, ...added.filter((s) => s.kind === 'statement')];
  const statements: Tree = {
    items: all.map((s) => treeOf(s, missing.has(s.index) && added.includes(s))),
  };
  const [before, version] = [versionOf(predecessor), versionOf(successor)];
  if (all.length > mostStatements || before === null || version === null) return null;
  if (before !== version && hasVariable(statements)) return null;
  return printTree({
    members: [
      ['Version', { text: { parts: [version] } }],
      ['Statement', statements],
    ],
  });
}

/** A policy without a Version is of the first one; null where it is not known (IAM User Guide, "Version"). */
function versionOf({ version }: PolicyDocument): string | null {
  return version === null ? '2008-10-17' : version.certain;
}

/** Whether a text looks like a policy variable, which is one under 2012-10-17 and mere letters under 2008-10-17. */
function hasVariable(tree: Tree): boolean {
  if ('text' in tree)
    return tree.text.parts.some((part) => typeof part === 'string' && part.includes('${'));
  if ('items' in tree) return tree.items.some(hasVariable);
  return tree.members.some(([, value]) => hasVariable(value));
}

/** A statement on its way to text; one that is added to another key's policy names that key by `*`. */
export function treeOf(statement: Statement, isAdded: boolean): Tree {
  const { sid, effect, principal, action, resource, condition } = statement;
  const members: (readonly [string, Tree])[] = [];
  if (sid !== null) members.push(['Sid', { text: sid }]);
  members.push(['Effect', { text: { parts: [effect] } }]);
  members.push([not('Principal', principal.negated), principals(principal.items)]);
  if (action !== null)
    members.push([not('Action', action.negated), list(action.items.map((text) => ({ text })))]);
  if (resource !== null) {
    const written = list(resource.items.map((text) => ({ text })));
    members.push(
      isAdded
        ? ['Resource', { text: { parts: ['*'] } }]
        : [not('Resource', resource.negated), written],
    );
  }
  if (condition.length > 0) members.push(['Condition', conditions(condition)]);
  return { members };
}

/** One value stands alone. */
function list(items: readonly Tree[]): Tree {
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { items };
}

function not(name: string, isNegated: boolean): string {
  return isNegated ? `Not${name}` : name;
}

function principals(items: readonly Principal[]): Tree {
  const types = [...new Set(items.map(({ type }) => type ?? ''))];
  return {
    members: types.map((type) => [
      type,
      list(items.filter((p) => (p.type ?? '') === type).map(({ text }) => ({ text }))),
    ]),
  };
}

function conditions(conjuncts: Statement['condition']): Tree {
  const operators = [
    ...new Map(conjuncts.map(({ operator }) => [operator.key, operator])).values(),
  ];
  return {
    members: operators.map((operator) => [
      operator.certain ?? '',
      {
        members: conjuncts
          .filter((c) => c.operator.key === operator.key)
          .map(({ key, values }) => [
            key?.certain ?? '',
            list((values ?? []).map((text) => ({ text }))),
          ]),
      },
    ]),
  };
}
