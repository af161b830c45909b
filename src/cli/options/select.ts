import { UserError } from '../../errors.ts';
import type { Rule } from '../../rule/rule.ts';
import { quote, suggest } from '../../text/suggest.ts';

/** The one rule of that name. @throws UserError with the nearest name */
export function findRule(rules: readonly Rule[], id: string): Rule {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule !== undefined) return rule;
  const ids = rules.map((candidate) => candidate.id);
  throw new UserError(
    `no rule is called ${quote(id)}${suggest(id, ids)}; \`kmslint rules\` lists them`,
  );
}

/** The chosen rules, in their order: those named, or all, without the ones to skip. */
export function selectRules(
  rules: readonly Rule[],
  only: readonly string[],
  skip: readonly string[],
): readonly Rule[] {
  const chosen = new Set((only.length === 0 ? rules : namedRules(only, rules)).map(({ id }) => id));
  for (const { id } of namedRules(skip, rules)) chosen.delete(id);
  if (chosen.size === 0)
    throw new UserError('no rule is left to judge by; drop a --rule or --skip-rule');
  return rules.filter(({ id }) => chosen.has(id));
}

function namedRules(ids: readonly string[], rules: readonly Rule[]): readonly Rule[] {
  return ids.flatMap((id) => id.split(',')).map((id) => findRule(rules, id.trim()));
}
