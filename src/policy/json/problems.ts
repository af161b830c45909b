import type { Problem } from './problem.ts';

const ranks: readonly Problem['severity'][] = ['high', 'medium', 'low'];

/** More problems than these are counted. */
const mostTold = 3;

/** The worst first, else in their order. */
export function worstFirst(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => ranks.indexOf(a.severity) - ranks.indexOf(b.severity));
}

/** What is wrong with a policy, for a message; a sensitive policy keeps its words. */
export function describeProblems(problems: readonly Problem[], isSensitive: boolean): string {
  const consequence = consequences[problems[0]?.severity ?? 'high'];
  const places = `${problems.length} place${problems.length === 1 ? '' : 's'}`;
  if (isSensitive) return `${consequence}: ${places} in a text that is marked sensitive`;
  const told = problems.slice(0, mostTold).map(describeProblem);
  const more = problems.length > mostTold ? [`and ${problems.length - mostTold} more`] : [];
  return `${consequence}: ${[...told, ...more].join('; ')}`;
}

/** One problem with its place in the policy text. */
export function describeProblem({ line, column, message }: Problem): string {
  return `line ${line}, column ${column}: ${message}`;
}

const consequences: Readonly<Record<Problem['severity'], string>> = {
  high: 'KMS refuses the key policy',
  medium: 'part of the key policy has no effect',
  low: 'the key policy names somebody who is gone',
};
