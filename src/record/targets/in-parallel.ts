/**
 * Works on all entries, at most `limit` of them at a time; the results have the entries' order. After a failure no
 * further entry is begun; it is thrown when those under way have ended.
 */
export async function inParallel<T, R>(
  entries: readonly T[],
  limit: number,
  work: (entry: T) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Map<number, { readonly result: R }>();
  const failures: unknown[] = [];
  const queue = entries.entries();
  const worker = async () => {
    for (const [index, entry] of queue) {
      try {
        results.set(index, { result: await work(entry) });
      } catch (error) {
        failures.push(error);
      }
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, entries.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return [...results.keys()]
    .toSorted((a, b) => a - b)
    .flatMap((index) => {
      const found = results.get(index);
      return found === undefined ? [] : [found.result];
    });
}
