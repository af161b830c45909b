/**
 * Key policies: what other rooms may import. `text/` holds strings of which parts are not known, `json/` reads the text,
 * `grammar/` says what KMS takes and what it refuses, `form/` gives all spellings of one meaning one form, `compare/` says
 * what one policy loses of another, `bound/` whether a policy bounds a number that callers may choose.
 */
export { boundingOf, type Bounding, type NumberOfAction } from './bound/bound.ts';
export { coverage, type Coverage } from './compare/compare.ts';
export {
  compareKeys,
  describeLosses,
  groundOf,
  parseText,
  type KeyCoverage,
  type KeyInState,
} from './compare/keys.ts';
export { samePolicy, type SamePolicy } from './compare/same.ts';
export { copiedPolicy, type Copied } from './compare/copied.ts';
export type { Covering } from './compare/covering-text.ts';
export { compareGrants, grantsOfPredecessor, type LostGrant } from './compare/grant/predecessor.ts';
export { compareRows } from './compare/rows.ts';
export { describeLoss, type Loss, type StatementReference } from './compare/loss.ts';
export type { ComparisonContext, Side } from './form/context.ts';
export { defaultPolicy } from './form/default-policy.ts';
export { hasOpenParts, type PolicyDocument } from './grammar/document.ts';
export { foreignResources, type KeyName } from './grammar/resource.ts';
export { isServicePrincipal } from './grammar/principal.ts';
export { parsePolicy, parsePolicyValue, type ParsedPolicy } from './grammar/parse.ts';
export {
  consequenceOf,
  describeProblem,
  describeProblems,
  worstFirst,
  type Position,
  type Problem,
} from './json/problem.ts';
