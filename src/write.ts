import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { UserError } from './errors.ts';
import { explain } from './read/load.ts';

/** Writes a file as a whole: to a temporary name beside it, then renamed over it. */
export function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UserError(`${path}: ${explain(error)}; nothing was written`);
  }
}
