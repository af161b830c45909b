import { showsAll } from '../../text/hcl-string.ts';
import type { Command, Variable, Word } from '../step.ts';

/** What no shell reads anything into. */
const bare = /^[A-Za-z0-9_@%+:,./-]+$/;
/** What may stand in the message of `${NAME:?message}`: no sign means anything there. */
const plain = /[^A-Za-z0-9 ,;:()_./-]/g;

/**
 * A text as one word of a POSIX shell. Between single quotes nothing has a meaning but the quote itself (POSIX, "Quoting").
 * @throws Error where it holds what a terminal may act on: that is to be escaped before, as JSON can
 */
export function quoteWord(text: string): string {
  if (!showsAll(text) || text.includes('\r')) throw new Error('a shell word with hidden signs');
  return bare.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A variable that is wanted: unset, it ends a script with the reason. */
export function quoteVariable({ variable, why }: Variable): string {
  return `"\${${variable}:?${why.replaceAll(plain, ' ')}}"`;
}

/** A command as lines of a POSIX shell. */
export function printCommand(command: Command): readonly string[] {
  switch (command.kind) {
    case 'need':
      return [`: ${quoteVariable(command.variable)}`];
    case 'set':
      return [`${command.variable}=${quoteWord(command.text)}`];
    case 'run':
      return printRun(command.words, command.into);
    case 'expect':
      return [
        ...isAnswer(command.words, command.answer),
        `  || { echo ${quoteWord(command.otherwise)} >&2; false; }`,
      ];
    case 'unless': {
      const [first = '', ...rest] = wrap(command.words);
      return [...isAnswer(command.asks, command.answer), `  || ${first}`, ...rest];
    }
    case 'own':
      return command.lines;
  }
}

function isAnswer(words: readonly Word[], answer: Word): readonly string[] {
  return `test "$(${wrap(words).join('\n')})" = ${quote(answer)} \\`.split('\n');
}

function printRun(words: readonly Word[], into: string | undefined): readonly string[] {
  const lines = wrap(words);
  if (into === undefined) return lines;
  return `${into}=$(${lines.join('\n')})`.split('\n');
}

function quote(word: Word): string {
  if (typeof word === 'string') return quoteWord(word);
  return 'own' in word ? word.own : quoteVariable(word);
}

/** An option begins a new line, so that a command reads as a list. */
function wrap(words: readonly Word[]): readonly string[] {
  const groups: string[] = [];
  for (const [i, word] of words.entries()) {
    const isOption = typeof word === 'string' && word.startsWith('--');
    if (i === 0 || isOption) groups.push(quote(word));
    else groups.push(`${groups.pop() ?? ''} ${quote(word)}`);
  }
  return groups.map((group, i) => {
    const end = i < groups.length - 1 ? ' \\' : '';
    return `${i === 0 ? '' : '  '}${group}${end}`;
  });
}
