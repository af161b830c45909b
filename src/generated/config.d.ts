import type { ConfigFile } from '../lint/config/config.ts';
import type { SchemaError } from '../lint/config/fault.ts';
import type { BaselineFile } from '../model/baseline.ts';

/** Validators that `npm run generate` compiles from the schemas of configuration and baseline. */
export declare const validateConfig: {
  (data: unknown): data is ConfigFile;
  readonly errors?: readonly SchemaError[] | null;
};
export declare const validateBaseline: {
  (data: unknown): data is BaselineFile;
  readonly errors?: readonly SchemaError[] | null;
};
