import { rules } from '../../../rules/index.ts';
import type { Drafts, Judged, Mended, Mending } from '../../fix/index.ts';
import { judge, type RunOptions } from '../../lint/run.ts';

/** Which changes are wanted. */
interface Preparing extends Pick<Mending, 'isWanted' | 'trials'> {
  readonly unsafeFixes: boolean;
}

/** Judged by all rules, whichever are chosen: what one of them asks for may be wrong by another. */
export async function prepare(
  run: RunOptions,
  { unsafeFixes, isWanted = () => true, trials }: Preparing,
): Promise<Mended> {
  const { mend, territory } = await import('../../fix/index.ts');
  const chosen = new Set(run.rules.map(({ id }) => id));
  const all = rules.filter(({ id, isOptIn }) => chosen.has(id) || isOptIn !== true);
  const judgeWith = async (drafts: Drafts): Promise<Judged> =>
    await judgeWhole({ ...run, rules: all, drafts });
  return await mend(await judgeWith(new Map()), {
    judge: judgeWith,
    territory: territory(run.directory, run.inputs),
    isChosen: (ruleId) => chosen.has(ruleId),
    isUnsafe: unsafeFixes,
    isWanted,
    ...(trials === undefined ? {} : { trials }),
  });
}

/** Whatever passes is of no interest. */
export async function judgeWhole(run: RunOptions): Promise<Judged> {
  const findings: Judged['findings'][number][] = [];
  const judging = judge({ ...run, everyVerdict: false, tallies: false });
  for (;;) {
    const { done, value } = await judging.next();
    if (done === true) return { findings, gaps: value.gaps, keys: value.summary.keys };
    findings.push(...value.findings.filter(({ kind }) => kind === 'fail' || kind === 'open'));
  }
}
