import type { Candidate } from '../../fix/index.ts';
import type { RunOptions } from '../../lint/run.ts';
import { prepare } from './prepare.ts';

/** A report waits for no more: each judges all inputs again. Mostly the first one, of all edits together, is good. */
const mostTrials = 3;

/**
 * Adds to findings the edits that mend them. What a call decides is judged anew, once for all parts of a run and where there
 * is such a finding; not where an input is standard input, which is there once.
 */
export async function suggestions(
  run: RunOptions,
  hasPatches: boolean,
): Promise<NonNullable<RunOptions['suggest']>> {
  const { isAtCall, suggest } = await import('../../fix/index.ts');
  const { directory, inputs } = run;
  const named = inputs.filter((input) => input !== '-');
  let judging: Promise<readonly Candidate[]> | null = null;
  const judgeOnce = (): Promise<readonly Candidate[]> => {
    judging ??= prepare(run, { unsafeFixes: false, isWanted: isAtCall, trials: mostTrials }).then(
      ({ independent }) => independent,
    );
    return judging;
  };
  const judged = named.length === inputs.length ? judgeOnce : null;
  return async (findings) =>
    await suggest(findings, { directory, inputs: named, judged, hasPatches });
}
