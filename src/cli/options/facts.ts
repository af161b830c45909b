import type { Fact } from '../../model/facts.ts';
import type { Rule } from '../../rule/rule.ts';

/** What the rules need to be read of a live account. */
export function factsOf(rules: readonly Rule[]): ReadonlySet<Fact> {
  const live = rules.filter(({ sources }) => sources.includes('live'));
  return new Set(live.flatMap(({ facts = [] }) => facts));
}
