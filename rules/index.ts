import type { Rule } from '../src/rule.ts';
import hsmClusterUnderTwoHsms from './hsm-cluster-under-two-hsms/rule.ts';
import keyDestroyed from './key-destroyed/rule.ts';
import keyForgotten from './key-forgotten/rule.ts';
import keyStoreUnderTwoHsms from './key-store-under-two-hsms/rule.ts';
import manualRotationAliasMissing from './manual-rotation-alias-missing/rule.ts';
import rotationDisabled from './rotation-disabled/rule.ts';
import rotationOnIneligibleKey from './rotation-on-ineligible-key/rule.ts';
import rotationPeriodOutOfRange from './rotation-period-out-of-range/rule.ts';
import rotationStalled from './rotation-stalled/rule.ts';
import rotationTurnedOff from './rotation-turned-off/rule.ts';
import suppressionIneffective from './suppression-ineffective/rule.ts';

/** Every rule, by id. A test compares the list with the folders. */
export const rules: readonly Rule[] = [
  hsmClusterUnderTwoHsms,
  keyDestroyed,
  keyForgotten,
  keyStoreUnderTwoHsms,
  manualRotationAliasMissing,
  rotationDisabled,
  rotationOnIneligibleKey,
  rotationPeriodOutOfRange,
  rotationStalled,
  rotationTurnedOff,
  suppressionIneffective,
];
