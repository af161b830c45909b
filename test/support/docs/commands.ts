import { rules } from '../../../rules/index.ts';
import { declareCommands } from '../../../src/cli/argv.ts';
import {
  describeCommands,
  type OptionDescription,
} from '../../../src/cli/completion/describe-commands.ts';
import { formats } from '../../../src/report/index.ts';
import { memoryIo } from '../cli/memory-io.ts';
import { blocksOf, tokensOf, type DocPage } from './pages.ts';

// Commands that pages show, held against what the command line takes.

const commands = describeCommands(declareCommands([], memoryIo()).parser);
const ids = new Set(rules.map(({ id }) => id));

/** What is wrong with the command lines of a page, in blocks and in running text. */
export function mistakenCommands(page: DocPage): readonly string[] {
  const inline = tokensOf(page).flatMap((token) =>
    token.type === 'codespan' ? [String(token['text'])] : [],
  );
  return ['sh', 'console', 'bash', 'yaml', 'text', '']
    .flatMap((language) => blocksOf(page, language))
    .flatMap((block) => block.replaceAll(/\\\n\s*/g, ' ').split('\n'))
    .concat(inline)
    .flatMap(callsIn)
    .flatMap((words) =>
      mistakesIn(words).map((what) => `${page.path}: ${words.join(' ')}: ${what}`),
    );
}

/** The calls of kmslint in a line, each as its words. */
function callsIn(line: string): readonly (readonly string[])[] {
  const calls = line
    .replace(/(^|\s)#.*$/, '')
    .replaceAll(/&#(\d+);/g, (_, sign: string) => String.fromCodePoint(Number(sign)))
    .matchAll(
      /(?:^|[|;&(]|\$|run:|entry:)\s*(?:npx )?kmslint(?=[\s)]|$)((?:'[^']*'|"[^"]*"|[^|;&<>)'"`])*)/g,
    );
  return [...calls].map(([, words = '']) =>
    [...words.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
      word.replaceAll(/['"]/g, ''),
    ),
  );
}

/** A word that stands for another one: `RULE`, `…`, `$FILE`. */
const standsFor = /^[A-Z][A-Z_/-]*(?:$|\[)|…|^\$|^\{|^\[/;

function mistakesIn(words: readonly string[]): readonly string[] {
  if (words.some((word) => word === 'COMMAND' || word === '…')) return [];
  const end = words.indexOf('--');
  const seen = end === -1 ? words : words.slice(0, end);
  const named = commands.find(({ name }) => name !== '' && seen.includes(name));
  const command = named ?? commands.find(({ name }) => name === '');
  const options = command?.options ?? [];
  return seen.flatMap((word, i) => {
    if (!/^-./.test(word) || /^-\d/.test(word)) return [];
    const [, name = '', joined] = /^--?([\w-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (/^(?:h|help|V|version)$/.test(name)) return [];
    const option = options.find((one) => [one.name, one.letter].includes(name));
    const off = options.find((one) => `no-${one.name}` === name);
    if (option === undefined) {
      if (off !== undefined && (off.without !== null || off.isOn)) return [];
      return [`no option ${word}`];
    }
    if (option.type === 'boolean') return [];
    const value = joined ?? seen[i + 1];
    return value === undefined ? [] : mistakenValue(option, value);
  });
}

function mistakenValue({ name, choices }: OptionDescription, value: string): readonly string[] {
  if (standsFor.test(value)) return [];
  if (choices.length > 0) return choices.includes(value) ? [] : [`--${name} is none of its values`];
  const known =
    name === 'rule' || name === 'skip-rule'
      ? value.split(',').every((id) => ids.has(id))
      : name !== 'format' || formats.some((format) => format === value.split('=')[0]);
  return known ? [] : [`--${name} is none of its values`];
}
