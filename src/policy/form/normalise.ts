import { readActions } from './action.ts';
import type { Actions } from './action.ts';
import { canonicalConjuncts } from './condition.ts';
import type { CanonicalConjunct } from './condition.ts';
import { dimensionOf, unique } from './dimension.ts';
import type { Dimension } from './dimension.ts';
import type { Listing, OpenStatement, PolicyDocument, Statement } from '../grammar/document.ts';
import { isUniqueId } from '../grammar/principal.ts';
import { asPrincipal, principalComparison } from './principal.ts';
import type { CanonicalPrincipal } from './principal.ts';
import type { Text } from '../text/text.ts';
import { readVariables } from '../text/variable.ts';

/** A statement in the one form that all its spellings share. `source` is kept for findings only. */
export interface CanonicalStatement {
  readonly source: Statement;
  readonly effect: 'Allow' | 'Deny';
  readonly principals: Dimension<CanonicalPrincipal>;
  readonly actions: Actions;
  readonly resources: Listing<Text>;
  readonly conditions: readonly CanonicalConjunct[];
}

export interface CanonicalPolicy {
  readonly statements: readonly CanonicalStatement[];
  readonly open: readonly Pick<OpenStatement, 'key' | 'symbols'>[];
}

const computed = new WeakMap<PolicyDocument, CanonicalPolicy>();

/** The canonical form of a policy, computed once for each document. */
export function normalisePolicy(document: PolicyDocument): CanonicalPolicy {
  const before = computed.get(document);
  if (before !== undefined) return before;
  const { version, statements } = document;
  const policy = {
    statements: statements.flatMap((s) => (s.kind === 'open' ? [] : normalise(s, version))),
    open: statements
      .filter((s) => s.kind === 'open')
      .map((s) => ({ key: `${version?.key ?? ''} ${s.key}`, symbols: s.symbols })),
  };
  computed.set(document, policy);
  return policy;
}

/**
 * One statement, or none where it has no effect: no Resource, no Action that KMS has for a key, or only principals
 * that are gone.
 */
function normalise(source: Statement, version: Text | null): readonly CanonicalStatement[] {
  const { effect, principal, action, resource, condition } = source;
  if (action === null || resource === null || principal.items.length === 0) return [];
  const living = principal.items.filter((p) => !isUniqueId(p.text.certain ?? ''));
  if (living.length === 0 && !principal.negated) return [];
  const actions = readActions(action);
  if (actions.possible === 0n && actions.open.length === 0) return [];
  const principals = { negated: principal.negated, items: living.map(asPrincipal) };
  const resources = unique(resource.items.map((r) => readVariables(r, version)));
  return [
    {
      source,
      effect,
      principals: dimensionOf(principals, principalComparison),
      actions,
      resources: { negated: resource.negated, items: resources },
      conditions: canonicalConjuncts(condition, version),
    },
  ];
}
