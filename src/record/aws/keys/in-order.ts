/**
 * Works on many items at once and gives the results in the order of the items, as soon as those before them are given.
 * At most `ahead()` items are begun whose results are not taken. A rejection is thrown in its turn.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  ahead: () => number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const pending: { readonly result: Promise<Result>; done: boolean }[] = [];
  const begin = (item: Item) => {
    const entry = { result: work(item), done: false };
    const end = () => {
      entry.done = true;
    };
    entry.result.then(end, end);
    pending.push(entry);
  };
  for await (const item of items) {
    begin(item);
    while (pending[0]?.done === true || pending.length >= ahead()) {
      const first = pending.shift();
      if (first !== undefined) yield await first.result;
    }
  }
  for (let first = pending.shift(); first !== undefined; first = pending.shift())
    yield await first.result;
}
