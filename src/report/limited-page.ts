/** Rows under a head, of which as many are shown as there is room for. */
export interface Section {
  readonly head: string;
  readonly rows: readonly string[];
  /** How many there are, those included that are not at hand. */
  readonly count: number;
  readonly tail: string;
}

/** A text that never grows longer than it may. */
export interface LimitedPage {
  readonly add: (text: string) => void;
  /** As many rows as its share of the space holds, and how many were left out; nothing where there are none. */
  readonly addRows: (share: number, section: Section) => void;
  readonly text: () => string;
}

/** @param bytes how many of UTF-8 it may have */
export function newPage(bytes: number): LimitedPage {
  const parts: string[] = [];
  let left = bytes;
  const add = (text: string): void => {
    parts.push(text);
    left -= Buffer.byteLength(text);
  };
  const addRows = (share: number, { head, rows, count: all, tail }: Section): void => {
    if (rows.length === 0) return;
    const frame = Buffer.byteLength(head + tail) + Buffer.byteLength(describeRest(all));
    let space = Math.min(left, bytes * share) - frame;
    const count = rows.findIndex((row) => (space -= Buffer.byteLength(row)) < 0);
    const shown = count === -1 ? rows : rows.slice(0, count);
    const rest = all - shown.length;
    if (frame > left) return;
    add(head + shown.join('') + (rest === 0 ? '' : describeRest(rest)) + tail);
  };
  return { add, addRows, text: () => parts.join('') };
}

function describeRest(count: number): string {
  return `\n…and ${count} more, left out here for length.\n`;
}
