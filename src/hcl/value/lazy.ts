import { EvaluationError, LimitError } from './value.ts';

/** Computes when first asked, once; what asks for itself on the way is a cycle. */
export function lazily<T>(what: string, compute: () => T): () => T {
  let done: { readonly value: T } | { readonly error: EvaluationError } | null = null;
  let isBusy = false;
  return () => {
    if (done !== null) {
      if ('error' in done) throw done.error;
      return done.value;
    }
    if (isBusy) throw new LimitError(`${what} refers to itself`);
    isBusy = true;
    try {
      done = { value: compute() };
      return done.value;
    } catch (error) {
      if (error instanceof EvaluationError) done = { error };
      throw error;
    } finally {
      isBusy = false;
    }
  };
}

/** A lazy value for each name. */
export function lazyMap<T>(compute: (name: string) => T): (name: string) => T {
  const found = new Map<string, () => T>();
  return (name) => {
    const before = found.get(name);
    if (before !== undefined) return before();
    const value = lazily(name, () => compute(name));
    found.set(name, value);
    return value();
  };
}
