import type { Key } from '../inventory.ts';
import type { Truth } from '../truth.ts';
import type { Unknown } from '../value.ts';

/** What shows that one key succeeded another, strongest first. */
export const evidenceKinds = [
  'transition',
  'consumers',
  'stem',
  'earlier stem',
  'declared',
] as const;

export interface Evidence {
  readonly kind: (typeof evidenceKinds)[number];
  /** For a message: `alias/app-current moves from aws_kms_key.a to aws_kms_key.b`. */
  readonly text: string;
  /** The alias that moves, where it is one; null also where its name is not known or sensitive. */
  readonly alias: string | null;
}

/** One key takes the place of another. */
export interface Link {
  readonly scope: string;
  /** Null where it is not in the input. */
  readonly predecessor: Key | null;
  /** Whether the predecessor is in the prior state alone: the plan takes it away. */
  readonly isGone: boolean;
  /** One key, or the alternatives of a conditional target; empty where it is not in the input. */
  readonly successors: readonly Key[];
  /** What names an end that is not in the input, or keeps the alternatives apart. */
  readonly doubt: Unknown | null;
  /** Whether it is a link at all: unknown in a cycle, or where an end could not be resolved. */
  readonly exists: Truth;
  /** Set where the predecessor has several successors that are no chain. */
  readonly fork: Unknown | null;
  /** At least one, strongest first. */
  readonly evidence: readonly [Evidence, ...Evidence[]];
}

/** The rank of the strongest evidence: lower is stronger. */
export function strengthOf({ evidence: [first] }: Link): number {
  return evidenceKinds.indexOf(first.kind);
}

/** Equal names are one key in one state. */
export function nameOf(key: Key, isGone: boolean): string {
  return `${isGone ? 'prior' : 'present'}\n${key.scope}\n${key.identity}`;
}
