import type { Json } from '../../../src/read/input/resource.ts';

/** An answer of the fake AWS, or an error by AWS's own name. */
export type Reply =
  | { readonly ok: { readonly [member: string]: Json } }
  | { readonly error: string; readonly message: string; readonly status?: number };

export const fail = (error: string, message: string): Reply => ({ error, message });
