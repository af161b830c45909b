import { escapeText } from '../../text/escape.ts';
import type { Sentence } from '../sentence.ts';

/** A sentence on one line, its names as they are: for comments and terminals. */
export function inWords(sentence: Sentence): string {
  const text = sentence.map((part) => (typeof part === 'string' ? part : part.name)).join('');
  return escapeText(text);
}

const width = 98;

/** Lines of a comment; the end of a line is the end of it, and no line has one inside. */
export function asComment(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= width) lines.push(`# ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
