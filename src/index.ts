export { check, type CheckOptions } from './check.ts';
export { completeOptions } from './options.ts';
export type * from './model/finding.ts';
export type * from './model/inventory.ts';
export type * from './model/location.ts';
export type * from './model/value.ts';
export { readInputs, type ReadOptions, type Reading, type States } from './read/read.ts';
export { rules } from '../rules/index.ts';
export type { Rule, Verdict } from './rule.ts';
