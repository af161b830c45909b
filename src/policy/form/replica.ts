import { mapConjunct } from './condition.ts';
import type { CanonicalConjunct } from './condition.ts';
import { withoutActions } from './action.ts';
import type { CanonicalPolicy, CanonicalStatement } from './normalise.ts';
import type { OwnKey } from './context.ts';
import { dimensionOf, unique } from './dimension.ts';
import { asPrincipal, principalComparison } from './principal.ts';
import type { CanonicalPrincipal } from './principal.ts';
import type { TextPart } from '../../model/value.ts';
import { textOf } from '../text/text.ts';
import type { Text } from '../text/text.ts';

/** Actions that only a primary answers (KMS Developer Guide, "Multi-Region keys"). */
const primaryOnly = ['kms:ReplicateKey', 'kms:UpdatePrimaryRegion'];
const regional = new Set(['kms:viaservice', 'aws:requestedregion']);
const anyRegion = /(?<![\w-])[a-z]{2,}(?:-[a-z]+)+-\d(?![\w-])/gu;

/** Rewrites a text that names one Region to name another. */
export type RegionMap = (text: Text) => Text;

/**
 * Puts the replica's Region in place of the primary's. Where the primary's is not known, any Region that is named may be
 * it: then it is not known what stands in its place.
 */
export function mapRegion(primary: TextPart, replica: TextPart): RegionMap {
  const known = typeof primary === 'string' ? primary.replaceAll(/[^\w-]/gu, '') : null;
  const word = known === null ? anyRegion : new RegExp(`(?<![\\w-])${known}(?![\\w-])`, 'gu');
  const instead = (found: string): TextPart => {
    if (typeof primary === 'string') return replica;
    return { symbol: `${found}, or the Region of the replica (${primary.symbol})` };
  };
  return ({ parts }) =>
    textOf(
      parts.flatMap((part): readonly TextPart[] => {
        if (typeof part === 'string') return replaceAll(part, word, instead);
        const isPrimary = typeof primary === 'object' && primary.symbol === part.symbol;
        return [isPrimary ? replica : part];
      }),
    );
}

function replaceAll(
  text: string,
  word: RegExp,
  instead: (found: string) => TextPart,
): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(word)) {
    parts.push(text.slice(end, match.index), instead(match[0]));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

/** What a replica shares of its primary's policy, with its own Region in place of the primary's. */
export function mapPolicy(policy: CanonicalPolicy, map: RegionMap): CanonicalPolicy {
  return { ...policy, statements: sharedStatements(policy).flatMap((s) => [mapStatement(s, map)]) };
}

/** A replica's policy without what only a primary answers. */
export function sharedPolicy(policy: CanonicalPolicy): CanonicalPolicy {
  return { ...policy, statements: sharedStatements(policy) };
}

/** The keys of both, the primary's ARN mapped: the two share their id. */
export function mapKey({ arn, other }: OwnKey, map: RegionMap): OwnKey {
  return { arn: map(arn), other };
}

function sharedStatements({ statements }: CanonicalPolicy): readonly CanonicalStatement[] {
  return statements.flatMap((statement) => {
    const actions = withoutActions(statement.actions, primaryOnly);
    const isEmpty = actions.possible === 0n && actions.open.length === 0;
    return isEmpty ? [] : [{ ...statement, actions }];
  });
}

function mapStatement(statement: CanonicalStatement, map: RegionMap): CanonicalStatement {
  const { principals, resources, conditions } = statement;
  const items = principals.items.map((p) => mapPrincipal(p, map));
  return {
    ...statement,
    principals: dimensionOf({ negated: principals.negated, items }, principalComparison),
    resources: { ...resources, items: unique(resources.items.map(map)) },
    conditions: conditions.map((c) => mapCondition(c, map)),
  };
}

/** A service has a principal of its own in some Regions, as `logs.eu-west-1.amazonaws.com`. */
function mapPrincipal(principal: CanonicalPrincipal, map: RegionMap): CanonicalPrincipal {
  if (principal.type !== 'Service') return principal;
  const mapped = asPrincipal({ type: 'Service', text: map(principal.text) });
  return { ...mapped, source: principal.source };
}

function mapCondition(conjunct: CanonicalConjunct, map: RegionMap): CanonicalConjunct {
  const isRegional = regional.has(conjunct.key?.certain ?? '');
  return mapConjunct(conjunct, (value) => (isRegional || isArn(value) ? map(value) : value));
}

function isArn({ parts: [first] }: Text): boolean {
  return typeof first === 'string' && first.startsWith('arn:');
}
