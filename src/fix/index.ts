export type { Drafts } from '../hcl/sandbox.ts';
export { mend, type Candidate, type Change, type Mended, type Mending } from './mend.ts';
export type { Judged } from './judged.ts';
export { isAtCall, suggest, type Suggesting } from './suggest.ts';
export { territory } from './territory.ts';
