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
  /** `principal`: one that KMS cannot resolve, such as a placeholder. */
  readonly kind: 'syntax' | 'grammar' | 'principal' | 'no-effect' | 'orphan';
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
  principal: 'high',
  'no-effect': 'medium',
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
