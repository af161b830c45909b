import type { Rule } from '../src/rule/rule.ts';
import aliasTargetIncompatible from './alias-target-incompatible/rule.ts';
import aliasTargetUnusable from './alias-target-unusable/rule.ts';
import confidentialText from './confidential-text/rule.ts';
import grantsNotCopied from './grants-not-copied/rule.ts';
import hsmClusterDegraded from './hsm-cluster-degraded/rule.ts';
import hsmClusterUnderTwoHsms from './hsm-cluster-under-two-hsms/rule.ts';
import importedMaterialExpiring from './imported-material-expiring/rule.ts';
import keyDeletionNear from './key-deletion-near/rule.ts';
import keyDestroyed from './key-destroyed/rule.ts';
import keyDrifted from './key-drifted/rule.ts';
import keyForgotten from './key-forgotten/rule.ts';
import keyMaterialOverdue from './key-material-overdue/rule.ts';
import keyPendingImport from './key-pending-import/rule.ts';
import keyPolicyMalformed from './key-policy-malformed/rule.ts';
import keyStillUsed from './key-still-used/rule.ts';
import keyStoreDisconnected from './key-store-disconnected/rule.ts';
import keyStoreUnderTwoHsms from './key-store-under-two-hsms/rule.ts';
import manualRotationAliasMissing from './manual-rotation-alias-missing/rule.ts';
import onDemandRotationsExhausted from './on-demand-rotations-exhausted/rule.ts';
import pendingMaterialNotRotated from './pending-material-not-rotated/rule.ts';
import predecessorUnreachable from './predecessor-unreachable/rule.ts';
import predecessorUnusable from './predecessor-unusable/rule.ts';
import replicaPolicyNotCopied from './replica-policy-not-copied/rule.ts';
import rotationDisabled from './rotation-disabled/rule.ts';
import rotationOnIneligibleKey from './rotation-on-ineligible-key/rule.ts';
import rotationOverdue from './rotation-overdue/rule.ts';
import rotationPeriodOutOfRange from './rotation-period-out-of-range/rule.ts';
import rotationPeriodUnguarded from './rotation-period-unguarded/rule.ts';
import rotationStalled from './rotation-stalled/rule.ts';
import rotationTurnedOff from './rotation-turned-off/rule.ts';
import rotationUnmonitored from './rotation-unmonitored/rule.ts';
import successorPolicyNotCopied from './successor-policy-not-copied/rule.ts';
import suppressionIneffective from './suppression-ineffective/rule.ts';
import tagsNotCopied from './tags-not-copied/rule.ts';

/** Every rule, by id. A test compares the list with the folders. */
export const rules: readonly Rule[] = [
  aliasTargetIncompatible,
  aliasTargetUnusable,
  confidentialText,
  grantsNotCopied,
  hsmClusterDegraded,
  hsmClusterUnderTwoHsms,
  importedMaterialExpiring,
  keyDeletionNear,
  keyDestroyed,
  keyDrifted,
  keyForgotten,
  keyMaterialOverdue,
  keyPendingImport,
  keyPolicyMalformed,
  keyStillUsed,
  keyStoreDisconnected,
  keyStoreUnderTwoHsms,
  manualRotationAliasMissing,
  onDemandRotationsExhausted,
  pendingMaterialNotRotated,
  predecessorUnreachable,
  predecessorUnusable,
  replicaPolicyNotCopied,
  rotationDisabled,
  rotationOnIneligibleKey,
  rotationOverdue,
  rotationPeriodOutOfRange,
  rotationPeriodUnguarded,
  rotationStalled,
  rotationTurnedOff,
  rotationUnmonitored,
  successorPolicyNotCopied,
  suppressionIneffective,
  tagsNotCopied,
];
