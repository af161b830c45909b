import type { Rule } from '../src/rule/rule.ts';
import aliasTargetIncompatible from './alias-target-incompatible/rule.ts';
import hsmClusterUnderTwoHsms from './hsm-cluster-under-two-hsms/rule.ts';
import keyDestroyed from './key-destroyed/rule.ts';
import keyForgotten from './key-forgotten/rule.ts';
import keyPolicyMalformed from './key-policy-malformed/rule.ts';
import keyStoreUnderTwoHsms from './key-store-under-two-hsms/rule.ts';
import manualRotationAliasMissing from './manual-rotation-alias-missing/rule.ts';
import predecessorUnreachable from './predecessor-unreachable/rule.ts';
import predecessorUnusable from './predecessor-unusable/rule.ts';
import replicaPolicyNotCopied from './replica-policy-not-copied/rule.ts';
import rotationDisabled from './rotation-disabled/rule.ts';
import rotationOnIneligibleKey from './rotation-on-ineligible-key/rule.ts';
import rotationPeriodOutOfRange from './rotation-period-out-of-range/rule.ts';
import rotationStalled from './rotation-stalled/rule.ts';
import rotationTurnedOff from './rotation-turned-off/rule.ts';
import successorPolicyNotCopied from './successor-policy-not-copied/rule.ts';
import suppressionIneffective from './suppression-ineffective/rule.ts';

/** Every rule, by id. A test compares the list with the folders. */
export const rules: readonly Rule[] = [
  aliasTargetIncompatible,
  hsmClusterUnderTwoHsms,
  keyDestroyed,
  keyForgotten,
  keyPolicyMalformed,
  keyStoreUnderTwoHsms,
  manualRotationAliasMissing,
  predecessorUnreachable,
  predecessorUnusable,
  replicaPolicyNotCopied,
  rotationDisabled,
  rotationOnIneligibleKey,
  rotationPeriodOutOfRange,
  rotationStalled,
  rotationTurnedOff,
  successorPolicyNotCopied,
  suppressionIneffective,
];
