/** Works on all entries, at most `limit` of them at a time; the results have the entries' order. */
export async function inParallel<T, R>(
  entries: readonly T[],
  limit: number,
  work: (entry: T) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Map<number, R>();
  const queue = entries.entries();
  const worker = async () => {
    for (const [index, entry] of queue) results.set(index, await work(entry));
  };
  await Promise.all(Array.from({ length: Math.min(limit, entries.length) }, worker));
  return entries.flatMap((_, index) => {
    const result = results.get(index);
    return result === undefined ? [] : [result];
  });
}
