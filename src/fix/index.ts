export type { Drafts } from '../hcl/sandbox.ts';
export { mend, type Change, type Mended } from './mend.ts';
export type { Judged } from './judged.ts';
export { suggest } from './suggest.ts';
export { territory } from './territory.ts';
