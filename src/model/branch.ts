/** One thing that an argument may point at: usually one object, several where an index is not known. */
export interface Branch {
  readonly identities: readonly string[];
  /** Whether it may be none of them: an index picks an instance that the block does not have, if it is an index. */
  readonly isDoubtful?: true;
}
