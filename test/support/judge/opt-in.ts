import { rules } from '../../../rules/index.ts';

const optIn = new Set(rules.filter(({ isOptIn }) => isOptIn === true).map(({ id }) => id));

/** Whether a run says it that names no rule. */
export function isAsked({ ruleId }: { readonly ruleId: string }): boolean {
  return !optIn.has(ruleId);
}
