import { clip, reveal } from '../page/markup.ts';
import type { TextId } from './page-data.ts';

/** Names and messages longer than this are cut: they are for reading, and the JSON report has them whole. */
const longest = 1000;

export interface Texts {
  readonly all: readonly string[];
  /** The id of a text that is shown, cut where it is too long; -1 for null. */
  idOf(text: string | null): TextId;
  /** The same for lines that are copied, and so never cut. */
  idOfLines(lines: readonly string[]): TextId;
}

/** Stores every text once, with nothing invisible in it. */
export function collectTexts(): Texts {
  const all: string[] = [];
  const ids = new Map<string, TextId>();
  const store = (key: string, make: () => string): TextId => {
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, all.length);
    return all.push(make()) - 1;
  };
  return {
    all,
    idOf: (text) => (text === null ? -1 : store(text, () => clip(reveal(text), longest))),
    idOfLines: (lines) =>
      lines.length === 0
        ? -1
        : store(`\n${lines.join('\n')}`, () => lines.map((line) => reveal(line)).join('\n')),
  };
}
