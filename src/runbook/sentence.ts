/** A sentence of ours, with the names of inputs apart: only a printer knows how to quote them. */
export type Sentence = readonly (string | { readonly name: string })[];

/** Our own words, where they are put together. */
export interface Own {
  readonly own: string;
}

/** Writes a sentence: what is put into it is a name, unless it is said to be ours. */
export function say(words: TemplateStringsArray, ...names: readonly (string | Own)[]): Sentence {
  return words.flatMap((word, i) => {
    const name = names[i];
    if (name === undefined) return [word];
    return [word, typeof name === 'string' ? { name } : name.own];
  });
}
