import type { Key } from '../../model/inventory.ts';
import type { WrittenBlock } from '../../read/written.ts';

/** A key block, its successor, and how references change from one to the other. */
export interface Pair {
  readonly key: Key;
  readonly block: WrittenBlock;
  /** `aws_kms_key.application`, and what its successor is called. */
  readonly rename: readonly [string, string];
  readonly label: string;
}
