import type { KeyRecord, SnapshotHead, SnapshotTail } from '../../read/snapshot/format.ts';

/** Takes a snapshot part by part: the head, the keys in the order of ListKeys, then one of `finish` and `abandon`. */
export interface SnapshotSink {
  readonly writeHead: (head: SnapshotHead) => Promise<void>;
  /** Resolves when the next record may come: whoever writes waits for it, so that memory stays bounded. */
  readonly writeKey: (record: KeyRecord) => Promise<void>;
  /** The snapshot is whole. */
  readonly finish: (tail: SnapshotTail) => Promise<void>;
  /** The snapshot will not become whole: leaves nothing behind. May come at any time, and does not fail. */
  readonly abandon: () => Promise<void>;
}
