/** An SVG element as plain data: built by pure functions, turned into elements in the page. */
export interface Drawing {
  readonly tag:
    | 'svg'
    | 'g'
    | 'line'
    | 'rect'
    | 'circle'
    | 'path'
    | 'text'
    | 'title'
    | 'defs'
    | 'marker';
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Drawing | string)[];
}

/** Numbers are rounded to a tenth: the same bytes everywhere, and enough for a screen. */
export function draw(
  tag: Drawing['tag'],
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly (Drawing | string)[]
): Drawing {
  const written = Object.entries(attributes).map(([name, value]) => [
    name,
    typeof value === 'number' ? String(Math.round(value * 10) / 10) : value,
  ]);
  return { tag, attributes: Object.fromEntries(written), children };
}

/** A share of the whole width: pictures that keep their text size at every width. */
export function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}

/** The beginning and the end of a text that is too long for its place. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = Math.ceil((most - 1) * 0.45);
  return `${text.slice(0, head)}…${text.slice(text.length - (most - 1 - head))}`;
}
