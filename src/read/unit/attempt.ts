import { EvaluationError, LimitError } from '../../hcl/value/value.ts';

/** What went wrong is told already, at its own place. */
export class ToldError extends EvaluationError {}

/** What would be refused, and what takes too much work, is told, and something else stands for it. */
export function attemptOr<T>(otherwise: T, compute: () => T, tell: (why: string) => void): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof EvaluationError || error instanceof LimitError)) throw error;
    if (!(error instanceof ToldError)) tell(error.message);
    return otherwise;
  }
}
