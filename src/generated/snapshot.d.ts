/** Validators that `npm run generate` compiles from the schema of snapshots. */
export interface SnapshotValidator {
  (document: unknown): boolean;
  readonly errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null;
}
/** For a whole snapshot, and for one without its keys: `keys: []` in their place. */
export declare const validateSnapshot: SnapshotValidator;
/** For one record of `keys`. */
export declare const validateKey: SnapshotValidator;
