/** Dates of a live alias, in ISO 8601 and UTC; null where AWS tells none. */
export interface AliasDates {
  /** CreationDate of ListAliases. */
  readonly createdAt: string | null;
  /** LastUpdatedDate of ListAliases: when it came to point at its key. */
  readonly updatedAt: string | null;
}
