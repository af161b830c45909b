import { join } from 'node:path';
import { snapshotVersion, type AnswerError } from '../../read/snapshot/format.ts';
import { version } from '../../version.ts';
import { headingOf, type Target } from '../target.ts';
import { openSnapshotFile } from './file.ts';
import { snapshotName, type Filing } from './name.ts';

/**
 * Writes a snapshot that says why nothing was read, and gives its name.
 * @throws UserError where the file cannot be written
 */
export async function writeUnread(
  target: Omit<Target, 'credentials'>,
  error: AnswerError,
  { directory, ...filing }: Filing & { readonly directory: string },
): Promise<string> {
  const name = snapshotName(target, filing);
  const sink = openSnapshotFile(join(directory, name), filing);
  const now = new Date().toISOString();
  await sink.writeHead({
    kmslintSnapshot: snapshotVersion,
    tool: { name: 'kmslint', version },
    ...headingOf(target),
    startedAt: now,
  });
  await sink.finish({ ListKeys: { error }, finishedAt: now, stopped: error });
  return name;
}
