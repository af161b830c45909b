import { resolve } from 'node:path';
import type { Config } from './config.ts';
import { findConfig } from './find.ts';

export type { Config } from './config.ts';

/**
 * The configuration that counts in a directory: the named file, or the nearest one; null where there is none. What
 * reads it is loaded only then.
 * @throws UserError for every mistake in it, with line and column
 */
export async function loadConfig(
  directory: string,
  given: string | false | undefined,
): Promise<Config | null> {
  if (given === false) return null;
  const found =
    given === undefined ? findConfig(directory) : { path: resolve(directory, given), root: null };
  if (found === null) return null;
  const { readConfig } = await import('./read.ts');
  return await readConfig(found, directory);
}
