import type { CommandDescription, OptionDescription } from './describe-commands.ts';

/**
 * What a shell may offer for a value: a fixed list, files, a report (a format, or `FORMAT=FILE`), the profiles of the AWS
 * configuration files as they are when it is asked, or nothing.
 */
export type Values =
  | { readonly kind: 'list' | 'report'; readonly values: readonly string[] }
  | { readonly kind: 'files' | 'profiles' | 'any' };

/** What the command line accepts by name. */
export interface Names {
  readonly rules: readonly string[];
  readonly formats: readonly string[];
  readonly regions: readonly string[];
}

/** One spelling group of an option: what is typed, and what may follow. */
export interface Flag {
  /** With their dashes, the long one first. */
  readonly spellings: readonly string[];
  readonly describe: string;
  readonly isRepeatable: boolean;
  /** Null for a switch. */
  readonly values: Values | null;
}

/** A command as shells complete it. */
export interface Completion {
  readonly name: string;
  readonly describe: string;
  readonly flags: readonly Flag[];
  /** What may stand where no option does. */
  readonly words: Values;
}

const takesFile = /file|config|output|baseline|previous|dir|resume|^source$/;

/** The commands whose words are files; the others take none, or say themselves which. */
const judgesFiles = new Set(['', 'policy-diff', 'runbook']);

/** Turns descriptions of commands into what can be offered at each place. */
export function completionsOf(
  commands: readonly CommandDescription[],
  names: Names,
): readonly Completion[] {
  return commands.map(({ name, describe, options, positionals }) => {
    const [positional] = positionals;
    return {
      name,
      describe,
      flags: [...options.flatMap((option) => flagsOf(option, names)), help, version],
      words:
        positional === undefined
          ? { kind: judgesFiles.has(name) ? 'files' : 'any' }
          : valuesOf(positional, names),
    };
  });
}

const help: Flag = {
  spellings: ['--help', '-h'],
  describe: 'show help',
  isRepeatable: false,
  values: null,
};

const version: Flag = { ...help, spellings: ['--version', '-V'], describe: 'show the version' };

/** A switch that is on is offered as what turns it off; an option with a value that can be turned off, both ways. */
function flagsOf(option: OptionDescription, names: Names): readonly Flag[] {
  const { name, letter, describe, isRepeatable, type, isOn, without } = option;
  const flag: Flag = {
    spellings: [isOn ? `--no-${name}` : `--${name}`, ...(letter === null ? [] : [`-${letter}`])],
    describe,
    isRepeatable,
    values: type === 'boolean' ? null : valuesOf(option, names),
  };
  if (without === null) return [flag];
  const off = { spellings: [`--no-${name}`], describe: without, isRepeatable: false, values: null };
  return [flag, off];
}

function valuesOf(
  { name, choices }: { readonly name: string; readonly choices: readonly string[] },
  { rules, formats, regions }: Names,
): Values {
  if (choices.length > 0) return { kind: 'list', values: choices };
  if (name === 'rule' || name === 'skip-rule') return { kind: 'list', values: rules };
  if (name === 'region') return { kind: 'list', values: regions };
  if (name === 'profile') return { kind: 'profiles' };
  if (name === 'format') return { kind: 'report', values: formats };
  return takesFile.test(name) ? { kind: 'files' } : { kind: 'any' };
}
