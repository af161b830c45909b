import type { PagedList } from './list.ts';

/** Paper has no pages to turn and nothing to unfold: everything that the filters let through is put on it. */
export function expandForPrint(lists: readonly PagedList[]): void {
  let opened: readonly HTMLDetailsElement[] | null = null;
  const expand = (): void => {
    if (opened !== null) return;
    for (const list of lists) list.expand();
    opened = [...document.querySelectorAll('details')].filter(({ open }) => !open);
    for (const details of opened) details.open = true;
  };
  const collapse = (): void => {
    if (opened === null) return;
    for (const details of opened) details.open = false;
    opened = null;
    for (const list of lists) list.collapse();
  };
  addEventListener('beforeprint', expand);
  addEventListener('afterprint', collapse);
  matchMedia('print').addEventListener('change', ({ matches }) =>
    matches ? expand() : collapse(),
  );
}
