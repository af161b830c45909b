import type { PolicyDocument, Principal, Statement } from '../grammar/document.ts';
import { printTree } from './covering-text.ts';
import type { Covering, Tree } from './covering-text.ts';
import type { Loss } from './loss.ts';

/** More statements than this are no remedy that somebody reads. */
const mostStatements = 20;

/**
 * The successor's policy with the statements that it lacks, in which `*` names its own key and no other. Null where a Deny
 * is what takes something away, or statements are not known: then a person decides.
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
  const versions = [predecessor, successor].map(({ version }) => version?.certain ?? '');
  if (all.length > mostStatements || versions[0] !== versions[1]) return null;
  const tree: Tree = {
    members: [
      ['Version', { text: { parts: ['2012-10-17'] } }],
      [
        'Statement',
        { items: all.map((s) => treeOf(s, missing.has(s.index) && added.includes(s))) },
      ],
    ],
  };
  return printTree(tree);
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
