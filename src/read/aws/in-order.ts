/** Works on many items at once, up to `ahead`, and gives the results in the order of the items. `work` never rejects. */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  ahead: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const pending: Promise<Result>[] = [];
  for await (const item of items) {
    pending.push(work(item));
    while (pending.length >= ahead) {
      const first = pending.shift();
      if (first !== undefined) yield await first;
    }
  }
  for (const result of pending) yield await result;
}
