import { availableParallelism } from 'node:os';
import { UserError } from '../../errors.ts';
import { isOneFile } from '../../text/assets.ts';

/** More would only take memory: no more targets than that are read at once. */
const most = 64;

/** How many threads pay at most; in the executable that is one file there are none but the first: threads are files. */
export function coresForThreads(): number {
  return isOneFile ? 1 : availableParallelism();
}

/**
 * `--threads`; as many as there are cores where it is not given.
 * @throws UserError where it is no such number
 */
export function readThreads(given: number | undefined): number {
  if (given === undefined) return coresForThreads();
  if (Number.isInteger(given) && given >= 1 && given <= most) {
    return Math.min(given, isOneFile ? 1 : most);
  }
  throw new UserError(`--threads wants a whole number from 1 to ${most}, not ${given}`);
}
