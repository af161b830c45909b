import type { Inside } from '../../model/value.ts';

/** A place in a policy text. Lines and columns count from 1; a symbol is as wide as `${symbol}`. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a policy text. */
export interface Problem extends Position {
  /** RFC 6901 pointer into the policy document. */
  readonly pointer: string;
  readonly message: string;
  /** `high`: KMS refuses the policy; `medium`: a statement has no effect; `low`: a principal is gone. */
  readonly severity: 'high' | 'medium' | 'low';
  /** `principal`: one that is nothing like one, such as a placeholder; `quota`: it is too long; `idle`: an action that names no key; `lockout`: nobody may change the policy any more. */
  readonly kind:
    | 'syntax'
    | 'grammar'
    | 'quota'
    | 'principal'
    | 'lockout'
    | 'no-effect'
    | 'idle'
    | 'orphan';
}

/** Where a problem is: an offset into the text and a pointer into the document. */
export interface Place {
  readonly offset: number;
  readonly pointer: string;
}

/** Takes problems in as they are found. */
export type Report = (
  at: Place,
  kind: Problem['kind'],
  message: string,
  severity?: Problem['severity'],
) => void;

const severities = {
  syntax: 'high',
  grammar: 'high',
  quota: 'high',
  principal: 'high',
  lockout: 'high',
  'no-effect': 'medium',
  idle: 'low',
  orphan: 'low',
} as const;
const mostProblems = 100;

/** A report that appends to `problems`, up to a hundred. */
export function reportTo(problems: Problem[], position: (offset: number) => Position): Report {
  return (at, kind, message, severity = severities[kind]) => {
    if (problems.length >= mostProblems) return;
    problems.push({ ...position(at.offset), pointer: at.pointer, message, severity, kind });
  };
}
const ranks: readonly Problem['severity'][] = ['high', 'medium', 'low'];

/** More problems than these are counted. */
const mostTold = 3;

/** The worst first, else in their order. */
export function worstFirst(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => ranks.indexOf(a.severity) - ranks.indexOf(b.severity));
}

/** What is wrong with a policy, for a message; a sensitive policy keeps its words. */
export function describeProblems(
  problems: readonly Problem[],
  isSensitive: boolean,
  inside?: Inside,
): string {
  const consequence = consequences[problems[0]?.severity ?? 'high'];
  const places = `${problems.length} place${problems.length === 1 ? '' : 's'}`;
  if (isSensitive) return `${consequence}: ${places} in a text that is marked sensitive`;
  const told = problems.slice(0, mostTold).map((problem) => describeProblem(problem, inside));
  const more = problems.length > mostTold ? [`and ${problems.length - mostTold} more`] : [];
  return `${consequence}: ${[...told, ...more].join('; ')}`;
}

/** What follows from a problem. */
export function consequenceOf({ severity }: Problem): string {
  return consequences[severity];
}

/** One problem with its place: the one that the user wrote, else a pointer, else line and column of the text. */
export function describeProblem(problem: Problem, inside?: Inside): string {
  const { line, column, pointer, message, kind } = problem;
  const place = inside?.(problem) ?? null;
  if (place !== null) return `${place.path}:${place.line}:${place.column}: ${message}`;
  const isTold = inside !== undefined && kind !== 'syntax' && pointer !== '';
  return `${isTold ? pointer : `line ${line}, column ${column}`}: ${message}`;
}

const consequences: Readonly<Record<Problem['severity'], string>> = {
  high: 'KMS refuses the key policy',
  medium: 'part of the key policy has no effect',
  low: 'the key policy names what it cannot reach',
};
