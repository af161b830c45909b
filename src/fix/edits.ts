/** What is written in the place of a part of a file. */
export interface Edit {
  /** Real path of the file. */
  readonly path: string;
  /** Offsets into the file's text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Texts of files by their real paths, with the edits made; edits at one place stand in their order. */
export function applyEdits(
  edits: readonly Edit[],
  textOf: (path: string) => string,
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  // From the end, so that what comes before keeps its offsets; of two at one place, the later one first.
  const ordered = edits.toReversed().toSorted((a, b) => b.start - a.start);
  for (const { path, start, end, text: added } of ordered) {
    const text = texts.get(path) ?? textOf(path);
    texts.set(path, text.slice(0, start) + added + text.slice(end));
  }
  return texts;
}

/** Whether two edits change the same text. Insertions at one place do not; they stand one after the other. */
export function overlap(a: Edit, b: Edit): boolean {
  if (a.path !== b.path) return false;
  return Math.max(a.start, b.start) < Math.min(a.end, b.end);
}

/** Whether two edits are one. */
export function isSameEdit(a: Edit, b: Edit): boolean {
  return a.path === b.path && a.start === b.start && a.end === b.end && a.text === b.text;
}
