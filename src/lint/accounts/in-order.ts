/**
 * Starts work on some items at once, and gives the outcomes in the order of the items: no more are begun than were taken,
 * and so many.
 */
export async function* inOrder<T, R>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  const left = items[Symbol.iterator]();
  for (;;) {
    while (running.length < most) {
      const { done, value } = left.next();
      if (done === true) break;
      const begun = work(value);
      // What fails is told when it is its turn.
      begun.catch(() => undefined);
      running.push(begun);
    }
    const first = running.shift();
    if (first === undefined) return;
    yield await first;
  }
}
