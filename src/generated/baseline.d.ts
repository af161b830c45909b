import type { SchemaError } from '../lint/config/fault.ts';
import type { BaselineFile } from '../model/baseline.ts';

/** The validator that `npm run generate` compiles from the schema of baselines. */
export declare const validateBaseline: {
  (data: unknown): data is BaselineFile;
  readonly errors?: readonly SchemaError[] | null;
};
