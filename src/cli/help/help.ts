import { wrap } from '../../text/wrap.ts';
import type { CommandDescription, OptionDescription } from '../completion/describe-commands.ts';
import { helpWidth, widthOf, type Io } from '../streams/io.ts';
import { commandHelp } from './commands.ts';
import { groupsOf } from './options.ts';

/** Where what an entry means begins; an entry that is longer has a line of its own. */
const indent = 28;

/** Prints the help page of the command that the words call. */
export function printHelp(
  words: readonly string[],
  commands: readonly CommandDescription[],
  { stdout }: Io,
): void {
  const named = commands.find(({ name }) => name !== '' && words.includes(name));
  const command = named ?? commands.find(({ name }) => name === '');
  if (command === undefined) return;
  const width = Math.min(helpWidth, widthOf(stdout) ?? helpWidth);
  stdout.write(`${renderHelp(command, commands, width).join('\n')}\n`);
}

/** The lines of a help page: words, what it does, options by what they are about, examples, exit codes. */
export function renderHelp(
  command: CommandDescription,
  commands: readonly CommandDescription[],
  width: number,
): readonly string[] {
  const { name, positionals, options } = command;
  const help = commandHelp[name];
  if (help === undefined) return [];
  const { usage, does, examples, codes } = help;
  const others = commands.filter((other) => name === '' && other.name !== '');
  const sections: readonly (readonly [string, readonly Entry[]])[] = [
    ['Commands', others.map((other): Entry => [other.name, other.describe])],
    ['Words', positionals.map((word): Entry => [word.name.toUpperCase(), meaningOf(word)])],
    ...groupsOf(name).map((group): readonly [string, readonly Entry[]] => [
      group,
      options.filter((option) => option.group === group).flatMap(entriesOf),
    ]),
    ['Help', help === commandHelp[''] ? [helpEntry, versionEntry] : [helpEntry]],
  ];
  return [
    ...wrap(`kmslint ${usage}`, width),
    '',
    ...wrap(does, width),
    ...sections.flatMap(([heading, entries]) =>
      entries.length === 0
        ? []
        : ['', `${heading}:`, ...entries.flatMap((entry) => renderEntry(entry, width))],
    ),
    '',
    'Examples:',
    ...examples.flatMap(([line, purpose]) => [`  ${line}`, ...hanging(purpose, 6, width)]),
    ...(codes === null ? [] : ['', ...wrap(`Exit codes: ${codes}`, width)]),
  ];
}

/** What is typed, and what it means. */
type Entry = readonly [typed: string, meaning: string];

const helpEntry: Entry = ['-h, --help', 'show this help, or with a command that of it'];
const versionEntry: Entry = ['-V, --version', 'show the version'];

/** An option, and the one that turns it off where it takes a value. */
export function entriesOf(option: OptionDescription): readonly Entry[] {
  const { name, letter, value, isOn, without } = option;
  const typed = `${letter === null ? '    ' : `-${letter}, `}--${isOn ? 'no-' : ''}${name}`;
  return [
    [value === '' ? typed : `${typed} ${value}`, meaningOf(option)],
    ...(without === null ? [] : [[`    --no-${name}`, without] as const]),
  ];
}

function meaningOf(
  option: Pick<OptionDescription, 'describe' | 'choices'> & Partial<OptionDescription>,
): string {
  const { describe, choices, initially = null, type } = option;
  const among = choices.length === 0 ? '' : `: ${choices.join(', ')}`;
  const isTold = initially !== null && type !== 'boolean' && initially !== 'none';
  return `${describe}${among}${isTold ? ` (default: ${initially})` : ''}`;
}

function renderEntry([typed, meaning]: Entry, width: number): readonly string[] {
  const start = `  ${typed}`;
  const lines = hanging(meaning, indent, width);
  const [first = '', ...rest] = lines;
  if (start.length > indent - 2) return [start, ...lines];
  return [`${start.padEnd(indent)}${first.trimStart()}`, ...rest];
}

function hanging(text: string, margin: number, width: number): readonly string[] {
  return wrap(text, Math.max(20, width - margin)).map((line) => `${' '.repeat(margin)}${line}`);
}
