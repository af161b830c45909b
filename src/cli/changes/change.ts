import { rules } from '../../../rules/index.ts';
import { UserError } from '../../errors.ts';
import { judge, type RunOptions } from '../../lint/run.ts';
import type { Change, Drafts, Judged, Mended } from '../../fix/index.ts';
import { exitCodeOf, isFailing, type Thresholds } from '../../lint/thresholds.ts';
import { repositoryOf } from '../../read/input/root-module.ts';
import { describeGap } from '../../report/print/place.ts';
import { drivesTerminal, escapeText } from '../../text/escape.ts';
import type { Io } from '../streams/io.ts';
import { uncommitted } from './uncommitted.ts';
import { writeAll } from './write-all.ts';

/** What the command line says of changes. */
export interface ChangeArguments {
  readonly unsafeFixes: boolean;
  readonly force: boolean;
  readonly quiet: boolean;
}

/** Changes the files, and says so on standard error. @throws UserError where one may not be changed; then none is */
export async function fix(run: RunOptions, args: ChangeArguments, io: Io): Promise<void> {
  const mended = await prepare(run, args);
  const { changes, count } = mended;
  if (!args.force) await refuseUncommitted(changes, io);
  writeAll(changes);
  tellRefused(mended, io);
  if (args.quiet) return;
  io.stderr.write(`fixed ${several(count, 'finding')} in ${several(changes.length, 'file')}\n`);
}

/**
 * Prints what `fix` would change as a patch, and tells the exit code of a check. On a terminal no file is shown that would
 * drive it: the patch would be another one without these characters.
 */
export async function printPatch(
  run: RunOptions,
  args: ChangeArguments,
  thresholds: Thresholds,
  io: Io,
): Promise<number> {
  const mended = await prepare(run, args);
  const { patchOf } = await import('../../fix/patch.ts');
  for (const change of mended.changes) {
    const patch = patchOf(change);
    if (io.stdout.isTTY === true && drivesTerminal(patch)) {
      const name = escapeText(change.shown);
      io.stderr.write(
        `kmslint: ${name}: not shown, it holds characters that drive a terminal; redirect the patch to a file\n`,
      );
    } else io.stdout.write(patch);
  }
  tellRefused(mended, io);
  const { findings, gaps } = await judgeWhole(run);
  if (!args.quiet)
    for (const gap of gaps) io.stderr.write(`not read: ${escapeText(describeGap(gap))}\n`);
  return exitCodeOf(isFailing(findings, thresholds), gaps, thresholds);
}

/** Judged by all rules, whichever are chosen: what one of them asks for may be wrong by another. */
async function prepare(run: RunOptions, { unsafeFixes }: ChangeArguments): Promise<Mended> {
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
  });
}

/** Whatever passes is of no interest. */
async function judgeWhole(run: RunOptions): Promise<Judged> {
  const findings: Judged['findings'][number][] = [];
  const judging = judge({ ...run, everyVerdict: false, tallies: false });
  for (;;) {
    const { done, value } = await judging.next();
    if (done === true) return { findings, gaps: value.gaps, keys: value.summary.keys };
    findings.push(...value.findings.filter(({ kind }) => kind === 'fail' || kind === 'open'));
  }
}

async function refuseUncommitted(changes: readonly Change[], { env }: Io): Promise<void> {
  const roots = new Set(changes.map(({ root }) => root));
  for (const root of roots) {
    const own = changes.filter((change) => change.root === root);
    if (repositoryOf(root) === null) {
      throw new UserError(
        `${own[0]?.shown ?? root}: no git repository holds it, so that nothing brings back what it was; nothing was changed; --force changes it all the same`,
      );
    }
    const paths = own.map(({ path }) => path);
    const dirty = new Set(await uncommitted(root, paths, env));
    if (dirty.size === 0) continue;
    const names = own.filter(({ path }) => dirty.has(path)).map(({ shown }) => shown);
    throw new UserError(
      `${names.join(', ')}: not committed as ${names.length === 1 ? 'it is' : 'they are'}; nothing was changed; commit first, or give --force`,
    );
  }
}

function tellRefused({ refused }: Mended, { stderr }: Io): void {
  for (const [shown, why] of refused)
    stderr.write(`kmslint: ${escapeText(shown)}: not changed, ${escapeText(why)}\n`);
}

function several(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
