/** A node of the tree that HashiCorp's parser gives, as far as it is used. */
export interface RawNode {
  readonly type?: string;
  readonly children: readonly RawNode[];
  readonly range: { readonly start: RawPosition; readonly end: RawPosition };
  readonly meta?: RawMeta;
}

export interface RawMeta {
  readonly type?: string;
  readonly value?: string;
  readonly name?: string;
  readonly operator?: string;
  readonly traversal?: readonly { readonly type: string; readonly segment: string }[];
  readonly expandedFinalArgument?: boolean;
  readonly openRangeValue?: string;
  readonly keyVar?: string;
  readonly valVar?: string;
  readonly groupedValue?: boolean;
}

/** Offsets count the bytes of the expression's own text. */
export interface RawPosition {
  readonly byte: number;
}
