import { UserError } from '../../errors.ts';

/** What the command line says of changes and of what goes with them. */
interface Given {
  readonly inputs: readonly string[];
  readonly format: readonly string[];
  readonly output?: string | undefined;
  readonly updateBaseline: boolean;
  readonly quiet: boolean;
  readonly fix?: boolean;
  readonly diff?: boolean;
  readonly unsafeFixes?: boolean;
  readonly force?: boolean;
}

/** The changes that a run makes or prints. */
export interface Changes {
  /** As a patch; else they are made. */
  readonly isPrinted: boolean;
  readonly unsafeFixes: boolean;
  readonly force: boolean;
  readonly quiet: boolean;
}

/**
 * What is to be changed; null where nothing is.
 * @throws UserError where options do not go together
 */
export function changesOf(given: Given): Changes | null {
  const { fix = false, diff = false, unsafeFixes = false, force = false, quiet } = given;
  if (fix && diff) throw new UserError('--fix changes files and --diff prints; drop one of them');
  if (force && !fix) throw new UserError('--force goes with --fix; add it, or drop --force');
  if (!fix && !diff) {
    if (!unsafeFixes) return null;
    throw new UserError('--unsafe-fixes goes with --fix or --diff; add one, or drop it');
  }
  if (given.inputs.includes('-')) {
    throw new UserError(
      `${fix ? '--fix' : '--diff'} changes files, and - is none; name the configuration`,
    );
  }
  if (diff && (given.format.length > 0 || given.output !== undefined)) {
    throw new UserError(
      '--diff prints a patch in the place of a report; drop --format and --output',
    );
  }
  if (diff && given.updateBaseline) {
    throw new UserError('--diff writes nothing; drop --update-baseline');
  }
  return { isPrinted: diff, unsafeFixes, force, quiet };
}
