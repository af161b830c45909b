import type { Sentence } from '../sentence.ts';

/** A piece of a configuration in the native syntax, ready to stand in a file. */
export interface CodeChange {
  readonly kind: 'add' | 'change';
  /** Where it belongs, as it is shown: `infra/kms.tf:12`; null where nothing is known of the files. */
  readonly place: string | null;
  /** Whole lines. What is changed is a block with no more than what becomes different in it, as in an override file. */
  readonly lines: readonly string[];
}

/** What becomes of a configuration, step by step. */
export interface Code {
  readonly successor: readonly CodeChange[];
  readonly grants: readonly CodeChange[];
  readonly record: readonly CodeChange[];
  readonly move: readonly CodeChange[];
  /** What a person should know. */
  readonly notes: readonly Sentence[];
  /** What a person has to find out, since it could not be told. */
  readonly untold: readonly Sentence[];
}

/** A piece of no known file. */
export const add = (lines: readonly string[]): CodeChange => ({ kind: 'add', place: null, lines });
