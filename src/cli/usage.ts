import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Argv } from 'yargs';
import { UserError, UserErrors } from '../errors.ts';
import { nearest, quote, suggest } from '../text/suggest.ts';
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

/** The options of the command that runs, as the parser keeps them; it publishes no types of them. */
interface Used {
  getOptions(): {
    readonly array: readonly string[];
    readonly key: Readonly<Record<string, unknown>>;
  };
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- yargs types only how it is filled
const optionsIn = (parser: Argv) => (parser as unknown as Used).getOptions();

/**
 * What is asked for once is answered once: of two values neither is the one that was meant.
 * @throws UserError where an option that takes one value was given several
 */
export function refuseTwice(args: Readonly<Record<string, unknown>>, parser: Argv): void {
  const { array, key } = optionsIn(parser);
  for (const name of Object.keys(key)) {
    const value = args[name];
    if (name.length === 1 || !Array.isArray(value) || array.includes(name)) continue;
    throw new UserError(`--${name} is given ${value.length} times; give it once`);
  }
}

/** What the parser objects to, a line for each thing; anything that we threw ourselves passes through. */
export function usageError(
  message: string | null,
  error: Error | undefined,
  argv: readonly string[],
  parser: Argv,
): Error {
  if (message === null && error !== undefined) return error;
  const known: readonly string[] = commandNames;
  const command = argv.find((word) => known.includes(word));
  const see = `see \`kmslint ${command === undefined ? '' : `${command} `}--help\``;
  const text = message ?? '';
  const lines = [...describeValues(text), ...describeUnknown(text, argv, parser)];
  if (lines.length > 0) return new UserErrors(lines.map((line) => `${line}; ${see}`));
  const starved = /^Not enough arguments following: (.+)$/.exec(text)?.[1];
  if (starved !== undefined) return new UserError(`${withDashes(starved)} wants a value; ${see}`);
  if (text.startsWith('Not enough non-option arguments') && command !== undefined) {
    return new UserError(
      `${command} wants ${command === 'explain' ? 'a rule' : 'a shell'}; ${see}`,
    );
  }
  const plain = text.replaceAll(/\s*\n\s*/g, ' ');
  return new UserError(`${plain.charAt(0).toLowerCase()}${plain.slice(1)}; ${see}`);
}

/** Values that are none of those there are, with the nearest. */
function describeValues(text: string): readonly string[] {
  const rows = text.matchAll(/^ {2}Argument: (\S+), Given: (".*"), Choices: (".*")$/gm);
  return [...rows].flatMap(([, name = '', given = '', choices = '']) => {
    const names = listed(choices);
    return listed(given).map((word) => {
      const what =
        name === 'shell'
          ? `no shell is called ${quote(word)}`
          : `${withDashes(name)} is ${quote(word)}`;
      return `${what}, and must be one of ${names.join(', ')}${suggest(word, names)}`;
    });
  });
}

/** Values as the parser lists them: each as a JSON text. */
function listed(values: string): readonly string[] {
  const found: unknown = JSON.parse(`[${values}]`);
  return Array.isArray(found) ? found.map(String) : [];
}

/** Options that the command has not, with the nearest of its own. */
function describeUnknown(text: string, argv: readonly string[], parser: Argv): readonly string[] {
  const told = /^Unknown arguments?: (.+)$/s.exec(text)?.[1]?.split(', ') ?? [];
  // The parser tells `max-keys` a second time as `maxKeys`, which nobody typed.
  const second = new Set(told.filter((name) => name.includes('-')).map(inCamelCase));
  const unknown = told.filter((name) => !second.has(name));
  const own = Object.keys(optionsIn(parser).key).filter((name) => name.length > 1);
  const everywhere = Object.keys({ ...checkOptions, ...targetOptions });
  return unknown.map((name) => {
    const isNegated = argv.some((word) => word === `--no-${name}`);
    const typed = isNegated ? `--no-${name}` : withDashes(name);
    if (everywhere.includes(name)) return `${typed} is an option of another command`;
    const meant = name.length === 1 ? null : nearest(name, own);
    const hint = meant === null ? '' : ` (did you mean --${isNegated ? 'no-' : ''}${meant}?)`;
    return `unknown argument: ${typed}${hint}`;
  });
}

function inCamelCase(name: string): string {
  return name.replaceAll(/-+([^-])/g, (_, next: string) => next.toUpperCase());
}

function withDashes(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}
