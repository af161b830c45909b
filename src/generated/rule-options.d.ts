/** Validators that `npm run generate` compiles from the rules' option schemas. */
export interface Validator {
  (options: unknown): boolean;
  readonly errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null;
}
export declare const validators: Readonly<Record<string, Validator>>;
