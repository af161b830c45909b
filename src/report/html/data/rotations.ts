import type { KeySummary } from '../../../lint/report.ts';
import { toDay } from './dates.ts';

export interface Rotation {
  readonly day: number;
  readonly onDemand: boolean;
}

/**
 * The rotations of a key, oldest first; null where they were not read. A key of another spec than
 * SYMMETRIC_DEFAULT keeps its material for life: KMS rotates none of them, and lists nothing for them.
 * Source: the KMS API's RotateKeyOnDemand; https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 */
export function rotationsOf({ dates, keySpec }: KeySummary): readonly Rotation[] | null {
  const { rotations = null } = dates ?? {};
  if (rotations === null) return keySpec === null || keySpec === 'SYMMETRIC_DEFAULT' ? null : [];
  return rotations
    .flatMap(({ at, type }): readonly Rotation[] => {
      const day = toDay(at);
      return day === null ? [] : [{ day, onDemand: type === 'ON_DEMAND' }];
    })
    .toSorted((a, b) => a.day - b.day);
}
