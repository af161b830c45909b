import type { Expr } from '../../hcl/language/ast.ts';
import type { SourceFile } from '../../hcl/language/source.ts';
import type { Sandbox } from '../../hcl/sandbox.ts';
import type { Val } from '../../hcl/value/value.ts';
import type { Work } from '../../hcl/value/work.ts';
import type { Flaw } from '../configuration/modules/module-source.ts';

/** What reading the files of units and stacks takes. */
export interface Reader {
  readonly sandbox: Sandbox;
  readonly work: Work;
  /** The blocks of a file, or why there are none. */
  readonly file: (path: string) => SourceFile | Flaw;
  readonly meaning: (path: string, source: string) => Expr;
  /** A path as it is printed. */
  readonly show: (path: string) => string;
  /** What the module of another unit gives out. */
  readonly output: (directory: string, name: string) => Val;
  readonly note: (flaw: Flaw) => void;
}
