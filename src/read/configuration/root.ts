import type { Kind, UnreadModule } from '../../model/inventory.ts';
import type { Without } from '../input/resource.ts';
import type { Entry } from './modules/entries.ts';
import type { Expr } from '../../hcl/language/ast.ts';
import type { Flaw, ModuleSource } from './modules/module-source.ts';
import type { Sandbox } from '../../hcl/sandbox.ts';
import type { Argument } from '../../hcl/language/source.ts';
import type { Val } from '../../hcl/value/value.ts';
import type { Work } from '../../hcl/value/work.ts';

/** What a caller, or a value that is not known, may add. */
export interface Absent extends Flaw {
  readonly hides: readonly Kind[];
}

/** What the module instances of one root module share. */
export interface Root {
  readonly entry: Entry;
  readonly work: Work;
  readonly sandbox: Sandbox;
  /** Reads a module's files, each directory once. */
  readonly load: (directory: string) => ModuleSource;
  /** Whether a directory, or a module that it calls, names a KMS type. */
  readonly leads: (directory: string) => boolean;
  /** Whether resources of a type are read. */
  readonly reads: (type: string) => boolean;
  /** Installed modules by the dotted path of their call. */
  readonly installed: ReadonlyMap<string, string>;
  /** Values that the user gives to the entry module's variables. */
  readonly given: ReadonlyMap<string, Argument | Val>;
  /** The name of the workspace; null where only whoever runs Terraform knows it. */
  readonly workspace: string | null;
  readonly meaning: (path: string, source: string) => Expr;
  /** Where each address came from, by `moved` blocks: whole addresses. */
  readonly moves: Map<string, string>;
  readonly note: (flaw: Flaw) => void;
  /** Told a directory when its blocks are taken in. */
  readonly cover: (directory: string) => void;
  /** Notes a block that makes no instance. */
  readonly noteWithout: (block: Without) => void;
  /** Notes a call whose module is not at hand, and what tells the objects that are passed to it: null where nothing can. */
  readonly noteUnread: (module: UnreadModule, reaches: () => readonly string[] | null) => void;
  /** Notes the calls below a module that leads to no key. */
  readonly noteBelow: (directory: string, callPath: string) => void;
  /** Notes that there may be more of a kind than was read, and nothing is missing. */
  readonly noteAbsent: (absent: Absent) => void;
}

/** How a module instance came to be. */
export interface Origin {
  /** As in `module.a["x"].module.b`; empty for the entry module. */
  readonly address: string;
  /** Names of the calls, dotted. */
  readonly callPath: string;
  /** Directories of the modules around it. */
  readonly around: readonly string[];
}
