import { UserError } from '../../errors.ts';
import type { RunOptions } from '../../lint/run.ts';
import type { Change, Mended } from '../../fix/index.ts';
import { exitCodeOf, isFailing, type Thresholds } from '../../lint/thresholds.ts';
import { repositoryOf } from '../../read/input/root-module.ts';
import { describeGap } from '../../report/print/place.ts';
import { drivesTerminal, escapeText } from '../../text/escape.ts';
import type { Io } from '../streams/io.ts';
import { uncommitted } from './uncommitted.ts';
import { judgeWhole, prepare } from './prepare.ts';
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
