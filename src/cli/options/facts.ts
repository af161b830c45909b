import type { Config } from '../../lint/config/index.ts';
import { optionsBy } from '../../lint/config/settings.ts';
import type { Fact } from '../../model/facts.ts';
import type { Rule } from '../../rule/rule.ts';

/** What decides what is read beside the rules. */
export interface FactOptions {
  /** Options of rules may want more. */
  readonly config: Config | null;
  /** Whether grants are read: not unless somebody asks for them, for roles that were made before may not read them. */
  readonly grants: boolean;
}

/** What the rules need to be read of a live account. */
export function factsOf(
  rules: readonly Rule[],
  { config, grants }: FactOptions,
): ReadonlySet<Fact> {
  const optionsOf = optionsBy(config?.rules ?? {});
  const live = rules.filter(({ sources }) => sources.includes('live'));
  const wanted = live.flatMap((rule) => [
    ...(rule.facts ?? []),
    ...(rule.moreFacts?.(optionsOf(rule)) ?? []),
  ]);
  return new Set(wanted.filter((fact) => fact !== 'grants' || grants));
}
