import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { looksLikeInput } from '../../read/input/walk.ts';
import { findDestination } from './destination.ts';
import type { ReportTarget } from './outputs.ts';

/**
 * Sees to it that no report replaces what is judged, or what is judged by: nothing that was named, and no file that a
 * walk would take for an input; and that no two reports go to one file.
 * @param named paths of the command line, relative to the directory
 * @throws UserError where a report would
 */
export function refuseOverwriting(
  targets: readonly ReportTarget[],
  named: readonly string[],
  directory: string,
): void {
  const taken = new Set(named.map((path) => identityOf(resolve(directory, path))));
  const written = new Set<string>();
  for (const { path } of targets) {
    const file = path === null ? null : regularFile(resolve(directory, path));
    if (path === null || file === null) continue;
    const identity = identityOf(file);
    if ((identity !== null && taken.has(identity)) || looksLikeInput(file)) {
      throw new UserError(`${path}: the report would replace an input; name another file`);
    }
    if (written.has(file)) {
      throw new UserError(
        `${path}: two reports would go to one file; name another for one of them`,
      );
    }
    written.add(file);
  }
}

/** What a report is written to, behind all links; null for devices and pipes, and where writing will fail. */
function regularFile(path: string): string | null {
  try {
    const destination = findDestination(path);
    return destination.kind === 'descriptor' ? null : destination.path;
  } catch {
    return null;
  }
}

/** The same for all names of a file; null where there is none. */
function identityOf(path: string): string | null {
  try {
    const { dev, ino } = statSync(path);
    return `${dev}:${ino}`;
  } catch {
    return null;
  }
}
