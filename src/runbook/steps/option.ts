import type { Value } from '../../model/value.ts';
import { need, say, type Command, type Sentence, type Word } from '../step.ts';
import { plain } from './words.ts';

/** A fact as the option of a command, or what has to be set because it is not known. */
export interface Option {
  readonly words: readonly Word[];
  readonly needs: readonly Command[];
  /** What could not be told. */
  readonly untold: readonly Sentence[];
}

export const nothing: Option = { words: [], needs: [], untold: [] };

/** A word of the API; what CreateKey takes by itself is nothing out. */
export function enumerated(
  option: string,
  variable: string,
  value: Value<string>,
  usual: string,
): Option {
  const text = plain(value, /^[A-Z0-9_]{1,64}$/);
  if (text === null) return placeholder(variable, `the value of ${option}`, option);
  return text === usual ? nothing : { ...nothing, words: [option, text] };
}

/** A placeholder for a fact of the old key that the input does not tell. */
export function placeholder(
  variable: string,
  what: string,
  option: string,
  why: string = what,
): Option {
  const asked = { variable, why: `${why} - of the old key, which the input does not tell` };
  return {
    words: [option, asked],
    needs: [{ kind: 'need', variable: asked }],
    untold: [say`The input does not tell ${what} of the old key: set ${variable}.`],
  };
}

/** A placeholder for what somebody decides. */
export function wanted(variable: string, why: string, option: string): Option {
  return { words: [option, { variable, why }], needs: [need(variable, why)], untold: [] };
}
