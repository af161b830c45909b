import { availableParallelism } from 'node:os';
import { UserError } from '../../errors.ts';

/** More would only take memory: no more targets than that are read at once. */
const most = 64;

/**
 * `--threads`; as many as there are cores where it is not given.
 * @throws UserError where it is no such number
 */
export function readThreads(given: number | undefined): number {
  if (given === undefined) return availableParallelism();
  if (Number.isInteger(given) && given >= 1 && given <= most) return given;
  throw new UserError(`--threads wants a whole number from 1 to ${most}, not ${given}`);
}
