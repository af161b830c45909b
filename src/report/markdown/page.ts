import { compareGroups } from '../groups/group-spool.ts';

/** GitHub refuses comments of more than 65,536 characters; GitLab's limit is higher. Bytes of UTF-8 are never fewer. */
const longest = 65_536;

/** Begins a part that is folded away. */
export function fold(title: string): string {
  return `\n<details><summary>${title}</summary>\n`;
}

export const unfold = '\n</details>\n';

/** Rows of a page, with what stands around them. */
export interface Rows {
  readonly head: string;
  readonly rows: readonly string[];
  /** The group of each row, where there are groups, and the row that stands before those of a group. */
  readonly groups?: readonly (string | null)[];
  readonly groupRow?: (group: string | null) => string;
  /** How many there are, those included that are not at hand. */
  readonly count: number;
  readonly tail: string;
}

export interface Page {
  readonly add: (text: string) => void;
  /** As many rows as its share of the space holds, and how many were left out; nothing where there are none. */
  readonly addRows: (share: number, section: Rows) => void;
  readonly text: () => string;
}

/** A page of at most so many bytes. */
export function newPage(bytes: number = longest): Page {
  const parts: string[] = [];
  let left = bytes;
  const add = (text: string): void => {
    parts.push(text);
    left -= Buffer.byteLength(text);
  };
  const addRows = (share: number, section: Rows): void => {
    const { head, rows, count: all, tail } = section;
    if (rows.length === 0) return;
    const frame = Buffer.byteLength(head + tail) + Buffer.byteLength(describeRest(all));
    let space = Math.min(left, bytes * share) - frame;
    const begun = new Set<string | null>();
    const count = rows.findIndex((row, i) => {
      space -= Buffer.byteLength(`${startOf(section, i, begun)}${row}`);
      return space < 0;
    });
    const shown = count === -1 ? rows : rows.slice(0, count);
    const rest = all - shown.length;
    if (frame > left) return;
    add(head + arrange(section, shown.length) + (rest === 0 ? '' : describeRest(rest)) + tail);
  };
  return { add, addRows, text: () => parts.join('') };
}

/** The row that begins the group of a row, unless that has begun. */
function startOf({ groups, groupRow }: Rows, i: number, begun: Set<string | null>): string {
  const group = groups?.[i] ?? null;
  if (groupRow === undefined || begun.has(group)) return '';
  begun.add(group);
  return groupRow(group);
}

/** The first rows, which are the worst: those of a group together, where there are groups. */
function arrange(section: Rows, count: number): string {
  const { rows, groups } = section;
  const order = rows.slice(0, count).map((_, i) => i);
  if (groups !== undefined)
    order.sort((a, b) => compareGroups(groups[a] ?? null, groups[b] ?? null));
  const begun = new Set<string | null>();
  return order.map((i) => `${startOf(section, i, begun)}${rows[i] ?? ''}`).join('');
}

function describeRest(count: number): string {
  return `\n…and ${count} more, left out here for length.\n`;
}

/** The head of a table. */
export function table(names: readonly string[]): string {
  return `\n| ${names.join(' | ')} |\n|${' --- |'.repeat(names.length)}\n`;
}
