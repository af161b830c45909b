import { showsAll } from './hcl-string.ts';

/** A part of a command: a text of any letters, which is quoted, a variable, or words of ours as a shell takes them. */
export type Word = string | Variable | { readonly own: string };

/** A variable of the shell; where it is not set the command fails, and says why it is wanted. */
export interface Variable {
  readonly variable: string;
  /** Our own words, of which no sign means anything to a shell. */
  readonly why: string;
}

/** What no shell reads anything into. */
const bare = /^[A-Za-z0-9_@%+:,./-]+$/;
/** What may stand in the message of `${NAME:?message}`: no sign means anything there. */
const plain = /[^A-Za-z0-9 ,;:()_./-]/g;

/** Whether a text can be a word: it holds nothing that a terminal may act on. */
export function isWord(text: string): boolean {
  return showsAll(text) && !text.includes('\r');
}

/**
 * A text as one word of a POSIX shell. Between single quotes nothing has a meaning but the quote itself (POSIX, "Quoting").
 * @throws Error where it holds what a terminal may act on: that is to be escaped before, as JSON can
 */
export function quoteWord(text: string): string {
  if (!isWord(text)) throw new Error('a shell word with hidden signs');
  return bare.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A variable that is wanted: unset, it ends a script with the reason. */
export function quoteVariable({ variable, why }: Variable): string {
  return `"\${${variable}:?${why.replaceAll(plain, ' ')}}"`;
}

/** Any word as a shell takes it. */
export function quote(word: Word): string {
  if (typeof word === 'string') return quoteWord(word);
  return 'own' in word ? word.own : quoteVariable(word);
}

/** A command as options with their values, the first of which is the command itself. */
export function optionsOf(words: readonly Word[]): readonly string[] {
  const groups: string[] = [];
  for (const [i, word] of words.entries()) {
    const isOption = typeof word === 'string' && word.startsWith('--');
    if (i === 0 || isOption) groups.push(quote(word));
    else groups.push(`${groups.pop() ?? ''} ${quote(word)}`);
  }
  return groups;
}

/** Parts of a command on lines of a shell, each but the last with the sign that it goes on. */
export function continued(parts: readonly string[]): readonly string[] {
  return parts.map((part, i) => {
    const end = i < parts.length - 1 ? ' \\' : '';
    return `${i === 0 ? '' : '  '}${part}${end}`;
  });
}
