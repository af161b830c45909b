import { join } from 'node:path';
import { snapshotVersion, type AnswerError } from '../../read/snapshot/format.ts';
import { version } from '../../version.ts';
import { headingOf, type Target } from '../target.ts';
import { openSnapshotFile } from './file.ts';
import { snapshotName } from './name.ts';

/**
 * Writes a snapshot that says why nothing was read, and gives its name.
 * @throws UserError where the file cannot be written
 */
export async function writeUnread(
  target: Omit<Target, 'credentials'>,
  error: AnswerError,
  { directory, gzip }: { readonly directory: string; readonly gzip: boolean },
): Promise<string> {
  const name = snapshotName(target, gzip);
  const sink = openSnapshotFile(join(directory, name), { gzip });
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
