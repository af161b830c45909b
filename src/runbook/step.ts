import type { CodeChange } from './code/change.ts';
import type { Sentence } from './sentence.ts';
import type { Variable, Word } from '../text/shell.ts';

export { say, type Sentence } from './sentence.ts';
export type { Variable, Word } from '../text/shell.ts';

/** One thing that a person does in a rotation. Every printer makes its own of it. */
export interface Step {
  readonly title: string;
  readonly says: readonly Sentence[];
  /** AWS CLI lines; empty where nothing is typed. */
  readonly commands: readonly Command[];
  /** What is written in a configuration in place of these lines; empty where nothing is. */
  readonly code: readonly CodeChange[];
  /** It is no part of the way there: its lines are for a day that may never come, and no script runs them. */
  readonly isAside: boolean;
}

export type Command =
  /** Goes no further until the variable is set. */
  | { readonly kind: 'need'; readonly variable: Variable }
  | { readonly kind: 'set'; readonly variable: string; readonly text: string }
  | { readonly kind: 'run'; readonly words: readonly Word[]; readonly into?: string }
  /** Ends unless the answer of a command is this. */
  | {
      readonly kind: 'expect';
      readonly words: readonly Word[];
      readonly answer: Word;
      /** In our own words, and letters alone. */
      readonly otherwise: string;
    }
  /** Runs only where the answer of another command is something else. */
  | {
      readonly kind: 'unless';
      readonly asks: readonly Word[];
      readonly answer: Word;
      readonly words: readonly Word[];
    }
  /** Lines of ours that hold no name of an input. */
  | { readonly kind: 'own'; readonly lines: readonly string[] };

/** What is to be typed or written for a step; nothing unless given. */
export function step(
  title: string,
  says: readonly Sentence[],
  { commands = [], code = [], isAside = false }: Partial<Omit<Step, 'title' | 'says'>> = {},
): Step {
  return { title, says, commands, code, isAside };
}

export const run = (words: readonly Word[], into?: string): Command => ({
  kind: 'run',
  words,
  ...(into === undefined ? {} : { into }),
});

export const expect = (words: readonly Word[], answer: Word, otherwise: string): Command => ({
  kind: 'expect',
  words,
  answer,
  otherwise,
});

export const need = (variable: string, why: string): Command => ({
  kind: 'need',
  variable: { variable, why },
});

/** A rotation of one key, ready to be printed. */
export interface Runbook {
  readonly title: Sentence;
  /** What it was read from and how it is used. */
  readonly preface: readonly Sentence[];
  readonly steps: readonly Step[];
  /** Whether Terraform keeps the key: then its code is what is changed. */
  readonly isCode: boolean;
  /** What a person should know who changes a configuration. */
  readonly notes: readonly Sentence[];
  /** What could not be told, and stands as a placeholder or is left to a person: in the commands, and in the code. */
  readonly untold: { readonly commands: readonly Sentence[]; readonly code: readonly Sentence[] };
}
