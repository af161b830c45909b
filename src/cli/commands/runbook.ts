import { UserError } from '../../errors.ts';
import { loadConfig } from '../../lint/config/index.ts';
import { ignoring } from '../../lint/part.ts';
import { readInputs } from '../../read/batches.ts';
import { nothingWritten, openWritten, type Written } from '../../read/written.ts';
import { dayOf } from '../../runbook/day.ts';
import { findKey } from '../../runbook/find.ts';
import { printHcl } from '../../runbook/print/code.ts';
import { printMarkdown } from '../../runbook/print/markdown.ts';
import { printShell } from '../../runbook/print/shell.ts';
import { lookAround } from '../../runbook/replaced.ts';
import { runbookFor } from '../../runbook/runbook.ts';
import type { Runbook } from '../../runbook/step.ts';
import { surroundingsOf } from '../../runbook/surroundings.ts';
import { readAssignments } from '../options/variables.ts';
import type { Io } from '../streams/io.ts';

/** What the command line says of `kmslint runbook KEY [inputs..]`. */
interface RunbookArguments {
  /** The key, then the inputs. */
  readonly words: readonly string[];
  readonly format: 'markdown' | 'sh' | 'hcl';
  readonly date?: string | undefined;
  readonly config?: string | false | undefined;
  readonly workspace?: string | undefined;
  readonly source?: string | undefined;
}

const printers: Readonly<Record<RunbookArguments['format'], (runbook: Runbook) => string>> = {
  markdown: printMarkdown,
  sh: printShell,
  hcl: printHcl,
};

/**
 * Prints the rotation of one key. Nothing of it is run.
 * Returns 0 where all was told, 3 where something that it needs was not.
 * @throws UserError where the inputs cannot be read, or the word means no key or several
 */
export async function runbookCommand(
  args: RunbookArguments,
  argv: readonly string[],
  io: Io,
): Promise<0 | 3> {
  const [word, ...inputs] = args.words;
  if (word === undefined) {
    throw new UserError('runbook wants a key; see `kmslint runbook --help`');
  }
  const config = await loadConfig(io.directory, args.config);
  const states = await readInputs(inputs.length === 0 ? ['.'] : inputs, {
    directory: io.directory,
    stdin: io.stdin,
    assignments: readAssignments(argv, io.directory),
    environment: io.env,
    ...(args.workspace === undefined ? {} : { workspace: args.workspace }),
    source: args.source,
    monitors: false,
    everyConsumer: true,
    ...ignoring(config),
  });
  const { lineage, versionPatterns } = config ?? { lineage: [], versionPatterns: [] };
  const present = { ...states.present, conventions: { lineage, versionPatterns } };
  const key = findKey(word, present);
  const day = dayOf(args.date, key, present, new Date().toISOString());
  const replaced = lookAround(
    key,
    { present, prior: states.prior },
    day,
    surroundingsOf(key, present),
  );
  const written: Written =
    key.source === 'live' ? nothingWritten : await openWritten(io.directory, present.scopes);
  const runbook = runbookFor(replaced, written);
  io.stdout.write(printers[args.format](runbook));
  const { commands, code } = runbook.untold;
  const untold =
    args.format === 'hcl' || (args.format === 'markdown' && runbook.isCode) ? code : commands;
  const isWhole = untold.length === 0 && replaced.isEveryAliasKnown;
  return isWhole ? 0 : 3;
}
