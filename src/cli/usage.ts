import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { nearest, suggest } from '../text/suggest.ts';
import { checkOptions } from './options/check-options.ts';
import { targetOptions } from './targets/scan-options.ts';

/** The commands beside `kmslint [inputs..]`, which a word of that name calls. */
export const commandNames = [
  'rules',
  'explain',
  'policy-diff',
  'runbook',
  'scan',
  'snapshot',
  'iam-policy',
  'init',
  'completion',
] as const;

/** What the parser tells of the words that are no options. */
interface Words {
  readonly _: readonly (string | number)[];
  /** Those behind `--`. */
  readonly '--'?: unknown;
}

/** The words that are no options, a command's own name among them; those behind `--` come last. */
export function wordsOf({ _: words, '--': behind }: Words): readonly string[] {
  return [...words, ...(Array.isArray(behind) ? behind : [])].map(String);
}

/** @throws UserError where a command that takes no words was given some */
export function refuseWords(command: string, words: Words): void {
  if (wordsOf(words).length > 1) {
    throw new UserError(`${command} takes no arguments; see \`kmslint ${command} --help\``);
  }
}

/**
 * Answers a mistyped command before anything else is said of the line, where no file has that name.
 * @throws UserError that names the nearest command
 */
export function refuseMistyped(words: readonly string[], directory: string): void {
  const known: readonly string[] = commandNames;
  if (words.some((word) => known.includes(word))) return;
  for (const word of words) {
    const meant = /^[\w-]+$/.test(word) ? nearest(word, known) : null;
    if (meant === null || existsSync(resolve(directory, word))) continue;
    throw new UserError(
      `${word}: no command, and no such file or directory (did you mean ${meant}?); see \`kmslint --help\``,
    );
  }
}

/** What the parser objects to, in one line; anything that we threw ourselves passes through. */
export function usageError(message: string | null, error: Error | undefined): Error {
  if (message === null && error !== undefined) return error;
  const text = (message ?? '').replaceAll(/\s*\n\s*/g, ' ');
  const unknown = /^Unknown arguments?: ([^,]+)/.exec(text)?.[1];
  if (unknown !== undefined) {
    const known = Object.keys({ ...checkOptions, ...targetOptions });
    const hint = known.includes(unknown)
      ? ' is an option of another command'
      : suggest(unknown, known);
    return new UserError(`unknown argument: ${unknown}${hint}; see \`kmslint --help\``);
  }
  return new UserError(`${text.charAt(0).toLowerCase()}${text.slice(1)}; see \`kmslint --help\``);
}
