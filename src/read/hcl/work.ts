import { LimitError } from './value.ts';

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
const maxText = 1 << 20;

export function newWork(): Work {
  return { steps: 0, depth: 0 };
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
  if (text.length > maxText) throw new LimitError('a text grows too long');
  return text;
}

export function checkLength(length: number): void {
  if (length > maxElements) throw new LimitError('a collection grows too large');
}
