import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError, UserError } from '../../errors.ts';
import { quote } from '../../text/suggest.ts';

/** A value for variables: `--var name=value`, or `--var-file` with its absolute path. */
export type Assignment =
  | { readonly kind: 'value'; readonly name: string; readonly value: string }
  | { readonly kind: 'file'; readonly path: string };

/**
 * Reads `--var` and `--var-file` in the order of the command line, where a later one wins: yargs tells each
 * option's values, and not which came first.
 * @throws UserError where one names no variable, or a file that is not there
 */
export function readAssignments(argv: readonly string[], directory: string): readonly Assignment[] {
  const found: Assignment[] = [];
  for (let i = 0; i < argv.length && argv[i] !== '--'; i++) {
    const match = /^--(?:(var)|var-file|varFile)(?:=([\s\S]*))?$/.exec(argv[i] ?? '');
    if (match === null) continue;
    const [, isValue, joined] = match;
    if (joined === undefined) i++;
    const given = joined ?? argv[i] ?? '';
    found.push(isValue === undefined ? readFileName(given, directory) : readValue(given));
  }
  return found;
}

function readValue(given: string): Assignment {
  const [, name, value] = /^\s*([\p{L}_][\p{L}\p{N}_-]*)\s*=([\s\S]*)$/u.exec(given) ?? [];
  if (name !== undefined && value !== undefined) return { kind: 'value', name, value };
  throw new UserError(`--var ${quote(given)} names no variable; write it as --var name=value`);
}

function readFileName(given: string, directory: string): Assignment {
  const path = resolve(directory, given);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) return { kind: 'file', path };
  throw new InputError(given, 'no such file', 'check the path that --var-file names');
}
