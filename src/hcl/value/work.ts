import { LimitError, membersOf, type Val } from './value.ts';

/** What evaluating one root module may cost. */
export interface Work {
  steps: number;
  depth: number;
}

const maxSteps = 1_000_000;
/** Terraform's own stacks stay far below; JavaScript's stack ends a little above. */
const maxDepth = 220;
/** Elements of a collection, and resource instances of a root module. */
export const maxElements = 20_000;
/** Values in a collection, however deep; one that holds another twice counts it twice. */
const maxSize = 200_000;
const maxText = 1 << 20;

export function newWork(): Work {
  return { steps: 0, depth: 0 };
}

/** Whether there is nothing left to spend. */
export function isSpent(work: Work): boolean {
  return work.steps > maxSteps;
}

/** Counts work done, and ends it where it is too much. */
export function spend(work: Work, steps = 1): void {
  work.steps += steps;
  if (work.steps > maxSteps) throw new LimitError('evaluation takes too many steps');
}

/** Runs something nested. */
export function nested<T>(work: Work, run: () => T): T {
  if (work.depth >= maxDepth) throw new LimitError('expressions refer to one another too deeply');
  work.depth++;
  try {
    return run();
  } finally {
    work.depth--;
  }
}

export function checkText(text: string): string {
  checkTextLength(text.length);
  return text;
}

export function checkTextLength(length: number): void {
  if (length > maxText) throw new LimitError('a text grows too long');
}

/** Joins texts; nothing is built where it would grow too long. */
export function joinTexts(pieces: readonly string[], separator = ''): string {
  const between = separator.length * Math.max(0, pieces.length - 1);
  checkTextLength(pieces.reduce((sum, piece) => sum + piece.length, between));
  return pieces.join(separator);
}

/** Small parts make up huge values by referring to one another; every value is counted once. */
export function checkSize(work: Work, value: Val): Val {
  if (value.t !== 'list' && value.t !== 'object') return value;
  const isNew = !sizes.has(value);
  const size = sizeOf(value);
  if (size > maxSize) throw new LimitError('a collection grows too large');
  if (isNew) spend(work, size >> 6);
  return value;
}

const sizes = new WeakMap<Val, number>();

function sizeOf(value: Val): number {
  const before = sizes.get(value);
  if (before !== undefined) return before;
  let size = 1;
  for (const inner of membersOf(value)) size += sizeOf(inner);
  if (value.t === 'list' || value.t === 'object') sizes.set(value, size);
  return size;
}

export function checkLength(length: number): void {
  if (length > maxElements) throw new LimitError('a collection grows too large');
}
