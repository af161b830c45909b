import type { Val } from '../value/value.ts';

/** One step of a traversal: an attribute name or a literal index. */
export type Step = string | number;

/** Where an expression stands: from and to which byte of the text that it was read from. */
export type Span = readonly [from: number, to: number];

/** An expression as HashiCorp's parser understands it, with its place where the parser told it. */
export type Expr = Meaning & { readonly span?: Span };

type Meaning =
  | { readonly e: 'literal'; readonly value: Val }
  | { readonly e: 'template'; readonly parts: readonly Expr[] }
  | { readonly e: 'reference'; readonly root: string; readonly path: readonly Step[] }
  | { readonly e: 'access'; readonly from: Expr; readonly path: readonly Step[] }
  | { readonly e: 'index'; readonly from: Expr; readonly key: Expr }
  | { readonly e: 'splat'; readonly from: Expr; readonly each: Expr }
  | { readonly e: 'element' }
  | { readonly e: 'operation'; readonly operator: string; readonly operands: readonly Expr[] }
  | ConditionalExpr
  | ForExpr
  | { readonly e: 'concatenation'; readonly of: Expr }
  | { readonly e: 'tuple'; readonly items: readonly Expr[] }
  | { readonly e: 'object'; readonly items: readonly (readonly [Expr, Expr])[] }
  | CallExpr;

export interface ConditionalExpr {
  readonly e: 'conditional';
  readonly test: Expr;
  readonly yes: Expr;
  readonly no: Expr;
}

export interface ForExpr {
  readonly e: 'for';
  readonly keyName: string;
  readonly valueName: string;
  readonly over: Expr;
  /** Null in a `for` that builds a tuple. */
  readonly key: Expr | null;
  readonly value: Expr;
  readonly test: Expr | null;
  readonly grouped: boolean;
}

export interface CallExpr {
  readonly e: 'call';
  readonly name: string;
  readonly args: readonly Expr[];
  /** Whether the last argument is followed by `...`. */
  readonly expand: boolean;
}
