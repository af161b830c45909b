import {
  buildSnapshot,
  notRotating,
  printSnapshot,
  type SnapshotSpec,
} from './snapshot-builder.ts';

// Snapshots of several accounts.

export const accounts = ['111122223333', '444455556666', '777788889999'] as const;

/** A snapshot of another account. */
export function snapshotOf(account: string, spec: SnapshotSpec): string {
  return printSnapshot(buildSnapshot(spec)).replaceAll('111122223333', account);
}

export const failing: SnapshotSpec = { keys: [{ answers: { GetKeyRotationStatus: notRotating } }] };
