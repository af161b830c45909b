import { make } from './dom.ts';

/** What one item is in a table on paper. */
export interface Line {
  /** What is said once above all that say the same; null, or empty, where nothing is. */
  readonly title: string | null;
  /** Goes on behind the title. */
  readonly note: string;
  readonly cells: readonly (Node | string)[];
}

/** A table for paper: a screen has cards instead. The name of a group stands in a row before its items. */
export function makePaper(
  heads: readonly string[],
  items: readonly { readonly group: string | null; readonly line: Line }[],
): HTMLTableElement {
  const body = make('tbody', '');
  const addTitle = (kind: string, ...content: readonly (Node | string)[]): void => {
    const cell = makeHead('colgroup', ...content);
    cell.colSpan = heads.length;
    body.append(make('tr', kind, cell));
  };
  let before: string | null = null;
  for (const [group, own] of gather(items, ({ group: name }) => name)) {
    if (group !== null && group !== before) addTitle('group', group);
    before = group;
    for (const [title, same] of gather(own, ({ line }) => titleOf(line))) {
      const [first] = same;
      if (title !== null && first !== undefined)
        addTitle(
          'title',
          make('b', '', first.line.title ?? ''),
          ' ',
          make('small', '', first.line.note),
        );
      for (const { line } of same)
        body.append(make('tr', '', ...line.cells.map((cell) => make('td', '', cell))));
    }
  }
  const head = make('tr', '', ...heads.map((name) => makeHead('col', name)));
  return make('table', 'paper', make('thead', '', head), body);
}

function titleOf({ title, note }: Line): string | null {
  return title === null || title === '' ? null : `${title}\n${note}`;
}

/** Items by name; names and items in their first order. */
function gather<T>(
  items: readonly T[],
  nameOf: (item: T) => string | null,
): ReadonlyMap<string | null, readonly T[]> {
  const groups = new Map<string | null, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}

function makeHead(scope: string, ...content: readonly (Node | string)[]): HTMLTableCellElement {
  const cell = make('th', '', ...content);
  cell.scope = scope;
  return cell;
}

/** A cell with a main line and small ones below it; those that are empty are left out. */
export function makeCell(main: string, ...small: readonly string[]): HTMLElement {
  const lines = small.filter((line) => line !== '').map((line) => make('small', '', line));
  return make('div', '', main, ...lines);
}

/** What is there of some parts, in one line. */
export function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
