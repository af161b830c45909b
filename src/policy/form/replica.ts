import { actionComparison } from './action.ts';
import { mapConjunct } from './condition.ts';
import type { CanonicalConjunct } from './condition.ts';
import type { CanonicalPolicy, CanonicalStatement } from './normalise.ts';
import type { OwnKey } from './context.ts';
import { dimensionOf, unique } from './dimension.ts';
import type { TextPart } from '../../model/value.ts';
import { textOf } from '../text/text.ts';
import type { Text } from '../text/text.ts';

/** Actions that only a primary answers (KMS Developer Guide, "Multi-Region keys"). */
const primaryOnly = new Set(['=kms:replicatekey', '=kms:updateprimaryregion']);
const regional = new Set(['kms:viaservice', 'aws:requestedregion']);
const oneRegion = '\u0004';

/** Rewrites a text so that certain Regions in it are one. */
export type Levelling = (text: Text) => Text;

/** Makes the given Regions one, wherever they stand as a whole word. */
export function levelRegions(regions: readonly TextPart[]): Levelling {
  const names = regions
    .filter((r) => typeof r === 'string')
    .map((name) => name.replaceAll(/[^\w-]/gu, ''));
  const symbols = new Set(regions.flatMap((r) => (typeof r === 'string' ? [] : [r.symbol])));
  const word =
    names.length === 0 ? null : new RegExp(`(?<![\\w-])(?:${names.join('|')})(?![\\w-])`, 'gu');
  return ({ parts }) =>
    textOf(
      parts.map((part) => {
        if (typeof part !== 'string') return symbols.has(part.symbol) ? oneRegion : part;
        return word === null ? part : part.replaceAll(word, oneRegion);
      }),
    );
}

/** A policy as a replica shares it with its primary. */
export function levelPolicy(policy: CanonicalPolicy, level: Levelling): CanonicalPolicy {
  return { ...policy, statements: policy.statements.flatMap((s) => levelStatement(s, level)) };
}

export function levelKey({ arn, other }: OwnKey, level: Levelling): OwnKey {
  return { arn: level(arn), other: level(other) };
}

function levelStatement(
  statement: CanonicalStatement,
  level: Levelling,
): readonly CanonicalStatement[] {
  const { negated, items } = statement.actions;
  const shared = negated ? items : items.filter((a) => !primaryOnly.has(a.key));
  if (shared.length === 0 && !negated) return [];
  const { resources, conditions } = statement;
  return [
    {
      ...statement,
      actions: dimensionOf({ negated, items: shared }, actionComparison),
      resources: { ...resources, items: unique(resources.items.map(level)) },
      conditions: conditions.map((c) => levelConjunct(c, level)),
    },
  ];
}

function levelConjunct(conjunct: CanonicalConjunct, level: Levelling): CanonicalConjunct {
  const isRegional = regional.has(conjunct.key?.certain ?? '');
  return mapConjunct(conjunct, (value) => (isRegional || isArn(value) ? level(value) : value));
}

function isArn({ parts: [first] }: Text): boolean {
  return typeof first === 'string' && first.startsWith('arn:');
}
