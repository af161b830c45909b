export { mend, type Change, type Drafts, type Mended } from './mend.ts';
export type { Judged } from './judged.ts';
export { territory } from './territory.ts';
