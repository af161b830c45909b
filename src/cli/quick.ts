import { checkCommand } from './commands/check.ts';
import type { Io } from './streams/io.ts';
import { readQuickly } from './quick-arguments.ts';

/** The commands beside `kmslint [inputs..]`, which a word of that name calls. */
export const commandNames = [
  'rules',
  'explain',
  'policy-diff',
  'scan',
  'snapshot',
  'iam-policy',
  'init',
  'completion',
] as const;

/** Judges where the command line is a plain one; loads the parser, with all commands, where it is not. */
export async function checkQuickly(argv: readonly string[], io: Io): Promise<number> {
  const args = readQuickly(argv, commandNames);
  if (args !== null) return await checkCommand(args, argv, io);
  const { dispatch } = await import('./argv.ts');
  return await dispatch(argv, io);
}
