import yargs, { type Argv } from 'yargs';
import { groups, optionHelp } from '../help/options.ts';

/** An option of a command, as help pages and completion tell it. */
export interface OptionDescription {
  /** Without its dashes. */
  readonly name: string;
  /** One-letter name without its dash; null where there is none. */
  readonly letter: string | null;
  readonly describe: string;
  readonly type: 'boolean' | 'string' | 'number';
  /** Whether it can be given several times. */
  readonly isRepeatable: boolean;
  /** The only values there are; empty where any will do. */
  readonly choices: readonly string[];
  /** The default in words; null where there is none. */
  readonly initially: string | null;
  /** Whether it is a switch that is on, so that only `--no-…` says something: what is described is that. */
  readonly isOn: boolean;
  /** What `--no-…` does where the option takes a value; null where there is no such thing. */
  readonly without: string | null;
  /** The heading that it stands under. */
  readonly group: string;
  /** What stands for its value in a help text, such as `FILE`; empty for a switch. */
  readonly value: string;
}

export interface PositionalDescription {
  readonly name: string;
  readonly describe: string;
  readonly choices: readonly string[];
}

export interface CommandDescription {
  /** The word that calls it; empty for `kmslint [inputs..]`. */
  readonly name: string;
  /** Its words as on a help page: `explain <rule>`. */
  readonly usage: string;
  readonly describe: string;
  readonly positionals: readonly PositionalDescription[];
  readonly options: readonly OptionDescription[];
}

/** The tables in which yargs keeps what it was told; it publishes no types of them. */
interface Tables {
  getOptions(): {
    readonly array: readonly string[];
    readonly boolean: readonly string[];
    readonly number: readonly string[];
    readonly key: Readonly<Record<string, unknown>>;
    readonly alias: Readonly<Record<string, readonly string[]>>;
    readonly default: Readonly<Record<string, unknown>>;
    readonly defaultDescription: Readonly<Record<string, string | undefined>>;
    readonly choices: Readonly<Record<string, readonly unknown[]>>;
    readonly hiddenOptions: readonly string[];
  };
  getInternalMethods(): {
    getCommandInstance(): { getCommandHandlers(): Readonly<Record<string, Handler>> };
    getUsageInstance(): { getDescriptions(): Readonly<Record<string, string | undefined>> };
  };
}

interface Handler {
  readonly original: string;
  readonly description: string | false;
  readonly builder: ((parser: Argv) => unknown) | object;
  readonly demanded: readonly { readonly cmd: readonly string[] }[];
  readonly optional: readonly { readonly cmd: readonly string[] }[];
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- yargs types only how it is filled; read back in a test
const tablesOf = (parser: Argv): Tables => parser as unknown as Tables;

/**
 * Every command with its options, read back from the parser itself: what help pages, `completion` and the
 * reference say cannot differ from what is parsed.
 */
export function describeCommands(parser: Argv): readonly CommandDescription[] {
  const handlers = tablesOf(parser).getInternalMethods().getCommandInstance().getCommandHandlers();
  return Object.values(handlers).flatMap((handler) =>
    handler.description === false ? [] : [describeCommand(handler, handler.description)],
  );
}

function describeCommand(handler: Handler, describe: string): CommandDescription {
  const command = yargs([]);
  if (typeof handler.builder === 'function') handler.builder(command);
  const isDefault = handler.original.startsWith('$0');
  const names = [...handler.demanded, ...handler.optional].flatMap(({ cmd }) => cmd.slice(0, 1));
  const { choices, key, hiddenOptions } = tablesOf(command).getOptions();
  const described = descriptionsOf(command);
  const hidden = new Set([...names, ...hiddenOptions, 'help', 'version']);
  return {
    name: isDefault ? '' : (handler.original.split(' ')[0] ?? ''),
    usage: isDefault ? '[inputs..]' : handler.original,
    describe,
    positionals: names.map((name) => ({
      name,
      describe: described(name),
      choices: (choices[name] ?? []).map(String),
    })),
    options: Object.keys(key)
      .filter((name) => name.length > 1 && !hidden.has(name))
      .map((name) => describeOption(command, name)),
  };
}

function describeOption(command: Argv, name: string): OptionDescription {
  const { alias, array, boolean, number, choices, ...initial } = tablesOf(command).getOptions();
  const { group, value = '', without = null } = optionHelp[name] ?? { group: groups[0] };
  const isOpen = name === 'format' && choices[name] === undefined;
  return {
    name,
    letter: alias[name]?.find((other) => other.length === 1) ?? null,
    describe: descriptionsOf(command)(name),
    type: boolean.includes(name) ? 'boolean' : number.includes(name) ? 'number' : 'string',
    isRepeatable: array.includes(name),
    choices: (choices[name] ?? []).map(String),
    initially: initial.defaultDescription[name] ?? inWords(initial.default[name]),
    isOn: boolean.includes(name) && initial.default[name] === true,
    without,
    group,
    value: isOpen ? `${value}[=FILE]` : value,
  };
}

function inWords(value: unknown): string | null {
  const isPlain = typeof value === 'string' || typeof value === 'number' || value === true;
  return isPlain ? String(value) : null;
}

function descriptionsOf(command: Argv): (name: string) => string {
  const descriptions = tablesOf(command).getInternalMethods().getUsageInstance().getDescriptions();
  return (name) => (descriptions[name] ?? '').replace(/^__yargsString__:/, '');
}
