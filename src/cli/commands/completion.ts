import type { Argv } from 'yargs';
import { rules } from '../../../rules/index.ts';
import { regions } from '../../generated/regions.js';
import { formats } from '../../report/index.ts';
import { bashScript } from '../completion/bash.ts';
import { fishScript } from '../completion/fish.ts';
import { completionsOf } from '../completion/words.ts';
import { zshScript } from '../completion/zsh.ts';
import { describeCommands } from '../completion/describe-commands.ts';
import type { Io } from '../streams/io.ts';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** The shells that `kmslint completion` knows. */
export type Shell = keyof typeof scripts;

/** `kmslint completion SHELL`: a script of the shell, made of the options that the parser knows. */
export function completionCommand(shell: Shell, parser: Argv, io: Io): number {
  const names = { rules: rules.map(({ id }) => id), formats, regions };
  io.stdout.write(scripts[shell](completionsOf(describeCommands(parser), names)));
  return 0;
}
