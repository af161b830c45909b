import type { Value } from '../value.ts';

export interface Rotation {
  /** KeyRotationEnabled of GetKeyRotationStatus, or what the configuration asks for. */
  readonly enabled: Value<boolean>;
  /** RotationPeriodInDays, in days; 365 where it was not set (RotationPeriodInDaysType). */
  readonly periodInDays: Value<number>;
  /** Whether somebody set the period, rotation on or not. */
  readonly periodIsSet: Value<boolean>;
  /** Whether ListKeyRotations tells of a rotation on demand. */
  readonly rotatedOnDemand: Value<boolean>;
}
