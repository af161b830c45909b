import { continued, optionsOf, quote, quoteVariable, quoteWord } from '../../text/shell.ts';
import type { Command, Word } from '../step.ts';

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

/** An option begins a new line, so that a command reads as a list. */
function wrap(words: readonly Word[]): readonly string[] {
  return continued(optionsOf(words));
}
