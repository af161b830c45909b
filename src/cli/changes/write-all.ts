import { accessSync, constants, readFileSync } from 'node:fs';
import { UserError } from '../../errors.ts';
import type { Change } from '../../fix/index.ts';
import { explain } from '../../read/input/load.ts';
import { openWhole, writeWhole, type WholeFile } from '../streams/write.ts';

/**
 * Writes all of the files or none: each is written beside its own first, then they get their names, and where one cannot,
 * those that did get back what they held.
 * @throws UserError where a file cannot be written, or is not what was judged any more
 */
export function writeAll(changes: readonly Change[]): void {
  for (const { path, shown, before } of changes) refuseOther(path, shown, before);
  const opened: WholeFile[] = [];
  const named: Change[] = [];
  try {
    for (const { path, after } of changes) {
      const file = openWhole(path);
      opened.push(file);
      file.add(after);
    }
    for (const [i, change] of changes.entries()) {
      opened[i]?.close();
      named.push(change);
    }
  } catch (error) {
    for (const file of opened) file.abandon();
    const lost = named.filter(({ path, before }) => !isPutBack(path, before));
    if (lost.length === 0) throw error;
    const names = lost.map(({ shown }) => shown).join(', ');
    const cause = error instanceof Error ? error.message : '';
    throw new UserError(`${cause}; ${names} could not be put back: take what git has`);
  }
}

function refuseOther(path: string, shown: string, before: string): void {
  try {
    accessSync(path, constants.W_OK);
    if (readFileSync(path, 'utf8') === before) return;
  } catch (error) {
    throw new UserError(`${shown}: ${explain(error)}; nothing was changed`);
  }
  throw new UserError(`${shown}: it changed while it was judged; nothing was changed; run again`);
}

function isPutBack(path: string, text: string): boolean {
  try {
    writeWhole(path, text);
    return true;
  } catch {
    return false;
  }
}
