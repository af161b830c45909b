import type { VerdictKind } from '../../model/finding.ts';
import type { Rule } from '../../rule/rule.ts';

/** The titles of verdicts: only a failure has that of its rule, which says what is wrong. */
export function titlesOf(
  rules: readonly Rule[],
): (verdict: { readonly ruleId: string; readonly kind: VerdictKind }) => string {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return ({ ruleId, kind }) => {
    const rule = byId.get(ruleId);
    return rule === undefined ? ruleId : titleOf(rule, kind);
  };
}

function titleOf({ title, asks }: Rule, kind: VerdictKind): string {
  switch (kind) {
    case 'fail':
      return title;
    case 'open':
      return `Cannot tell ${asks}`;
    case 'pass':
      return `Passed: ${asks}`;
    case 'notApplicable':
      return `Does not apply: ${asks}`;
  }
}
