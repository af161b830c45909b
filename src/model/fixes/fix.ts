import type { Location, SourceLocation } from '../location.ts';

/** A change of a configuration that mends a finding, as data: which argument of which block becomes what. */
export interface Fix {
  /** The block that declares the object. */
  readonly block: Location;
  /** The value that is wrong, with the call that passes it; the block where nobody wrote one. */
  readonly at: Location;
  readonly change: FixChange;
  /** Whether it is certainly right; else a person has to look at it. */
  readonly isSafe: boolean;
  /**
   * Arguments of the block that make it right: where one of them is not decided by what is written, another instance or
   * another caller may need something else.
   */
  readonly restsOn: readonly string[];
}

export type FixChange =
  /** The argument gets this value, as Terraform writes it. */
  | { readonly kind: 'set'; readonly argument: string; readonly value: string }
  /** The arguments go; where a call passes the first of them, it passes this value instead. */
  | {
      readonly kind: 'remove';
      readonly argument: string;
      readonly besides: readonly string[];
      readonly passing: string;
    }
  /** The argument gets the expression that the block at this place has for it. */
  | { readonly kind: 'copy'; readonly argument: string; readonly from: Location }
  /** An alias that callers use, and that a rotation moves, stands after the block. */
  | { readonly kind: 'add-alias' };

/** A part of a file, and what is to stand in its place. */
export interface TextEdit {
  /** Begins and ends at one place where something is added. */
  readonly at: SourceLocation;
  readonly text: string;
}
