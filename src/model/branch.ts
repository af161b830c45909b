/** One thing that an argument may point at: usually one object, several where an index is not known. */
export interface Branch {
  readonly identities: readonly string[];
}
