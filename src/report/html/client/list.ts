import { find, make } from './dom.ts';
import { makePaper, type Line } from './paper.ts';

/** A long list of which one page is in the document at a time, and on paper a table of all of it. */
export interface PagedList {
  /** Shows the first page of these items. */
  show(items: readonly number[]): void;
  /** Puts a table of every item in the place of the list, for printing. */
  expand(): void;
  /** Back to the list. */
  collapse(): void;
}

export interface ListParts {
  readonly list: string;
  readonly pages: string;
  readonly size: number;
  readonly render: (item: number) => HTMLElement;
  /** The heads of the table on paper, and what stands there of an item. */
  readonly heads: readonly string[];
  readonly lines: (item: number) => readonly Line[];
  /** The group that an item stands in; null where there are none. */
  readonly groupOf?: (item: number) => string | null;
  /** Tells how many there are, and which of them are shown. */
  readonly announce: (total: number, from: number, to: number) => void;
}

/** Makes the list and its buttons. */
export function makeList(parts: ListParts): PagedList {
  const { list, pages, size, render, announce, groupOf = () => null } = parts;
  const place = find(list, HTMLOListElement);
  const bar = find(pages, HTMLElement);
  const [first, previous, next, last] = ['First', 'Previous', 'Next', 'Last'].map((name) =>
    make('button', '', name),
  );
  const label = make('span', 'page');
  let items: readonly number[] = [];
  let page = 0;
  const lastPage = (): number => Math.max(0, Math.ceil(items.length / size) - 1);

  let paper: HTMLElement | null = null;
  const fill = (from: number, to: number): void => {
    let before: string | null = null;
    const entries = items.slice(from, to).flatMap((item) => {
      const group = groupOf(item);
      const isNext = group !== null && group !== before;
      before = group;
      return isNext ? [renderGroup(group), render(item)] : [render(item)];
    });
    place.replaceChildren(...entries);
    place.start = from + 1;
  };
  const refresh = (): void => {
    const [from, to] = [page * size, Math.min(items.length, (page + 1) * size)];
    fill(from, to);
    bar.hidden = lastPage() === 0;
    label.textContent = `Page ${page + 1} of ${lastPage() + 1}`;
    for (const button of [first, previous]) disable(button, page === 0);
    for (const button of [next, last]) disable(button, page === lastPage());
    announce(items.length, items.length === 0 ? 0 : from + 1, to);
  };
  const steps: readonly (readonly [HTMLButtonElement | undefined, () => number])[] = [
    [first, () => 0],
    [previous, () => page - 1],
    [next, () => page + 1],
    [last, lastPage],
  ];
  for (const [button, target] of steps) {
    if (button === undefined) continue;
    button.type = 'button';
    button.addEventListener('click', () => {
      if (button.getAttribute('aria-disabled') === 'true') return;
      page = Math.min(lastPage(), Math.max(0, target()));
      refresh();
      place.closest('section')?.scrollIntoView();
    });
    if (button === next) bar.append(label);
    bar.append(button);
  }
  return {
    show: (shown) => {
      items = shown;
      page = 0;
      refresh();
    },
    expand: () => {
      const lines = items.flatMap((item) =>
        parts.lines(item).map((line) => ({ group: groupOf(item), line })),
      );
      paper = makePaper(parts.heads, lines);
      place.after(paper);
      place.hidden = true;
      announce(items.length, 1, items.length);
    },
    collapse: () => {
      paper?.remove();
      place.hidden = false;
      refresh();
    },
  };
}

/** The name of a group before the first of its items on a page. */
function renderGroup(name: string): HTMLElement {
  return make('li', 'group', make('h3', '', name));
}

/** A button that has the focus keeps it: `disabled` would take it away. */
function disable(button: HTMLButtonElement | undefined, isOff: boolean): void {
  button?.setAttribute('aria-disabled', String(isOff));
}
