// The commands that neither judge nor scan, which are loaded together when one of them is called.
export { completionCommand } from './completion.ts';
export { iamPolicyCommand } from './iam-policy.ts';
export { initCommand } from './init.ts';
export { policyDiffCommand } from './policy-diff.ts';
export { explainCommand, rulesCommand } from './rules.ts';
