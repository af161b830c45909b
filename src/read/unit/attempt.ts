import { EvaluationError, LimitError } from '../../hcl/value/value.ts';

/** What would be refused, and what takes too much work, is told, and something else stands for it. */
export function attemptOr<T>(otherwise: T, compute: () => T, tell: (why: string) => void): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof EvaluationError || error instanceof LimitError)) throw error;
    tell(error.message);
    return otherwise;
  }
}
