import type { ConfigFile } from '../lint/config/config.ts';
import type { SchemaError } from '../lint/config/fault.ts';

/** The validator that `npm run generate` compiles from the schema of configurations: all errors, not the first alone. */
export declare const validateConfig: {
  (data: unknown): data is ConfigFile;
  readonly errors?: readonly SchemaError[] | null;
};
