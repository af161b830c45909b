import type { Argument, Block } from '../../hcl/language/source.ts';
import type { Val } from '../../hcl/value/value.ts';
import type { Inputs, Strategy } from './merge.ts';

/** A directory with a `terragrunt.hcl`, or one that a stack would make. */
export interface Unit {
  /** Where the unit stands, absolute; a stack's unit need not exist there. */
  readonly directory: string;
  /** Its configuration, absolute. */
  readonly file: string;
  /** What a stack passes as `values`; null for a unit that stands by itself. */
  readonly values: Val | null;
}

/** How a configuration file is read: by whom, and for whom. */
export interface Frame {
  readonly unit: Unit;
  /** The file that is read. */
  readonly file: string;
  /** The directory that Terragrunt's functions start from: the unit's also in a file that it includes. */
  readonly directory: string;
  /** Whether an `include` reads the file. */
  readonly isIncluded: boolean;
  /** Files that lead here. */
  readonly depth: number;
}

/** An `include` block, and the file that it names. */
export interface Inclusion {
  /** Empty for a bare block. */
  readonly name: string;
  /** Null where its path could not be told. */
  readonly file: string | null;
  /** No such file is there: Terragrunt would refuse the unit, and nothing is included. */
  readonly isMissing: boolean;
  readonly isExposed: boolean;
  readonly strategy: Strategy;
  /** Null where it could not be read: that has been noted. */
  readonly config: Config | null;
}

/** A Terragrunt configuration file, as it reads for one unit. Values are computed when first asked for. */
export interface Config {
  readonly frame: Frame;
  readonly blocks: (type: string) => readonly Block[];
  readonly local: (name: string) => Val;
  /** All locals; those that are errors are unknown. */
  readonly locals: () => Val;
  readonly inclusions: () => readonly Inclusion[];
  /** What the file and those that it includes give the module's variables. */
  readonly inputs: () => Inputs;
  readonly valueOf: (argument: Argument) => Val;
}

/** An argument with the file that writes it. */
export interface Written {
  readonly config: Config;
  readonly argument: Argument;
}
