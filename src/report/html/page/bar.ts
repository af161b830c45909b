import { html, type Markup } from './markup.ts';

/** A bar of parts, each with its class and count, against the longest bar beside it. It repeats the number next to it. */
export function renderBar(
  parts: readonly (readonly [kind: string, count: number])[],
  longest: number,
): Markup {
  let from = 0;
  const share = (count: number): string =>
    `${Math.round((count / Math.max(1, longest)) * 10_000) / 100}%`;
  const rects = parts
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => {
      const x = share(from);
      from += count;
      return html`<rect class="${kind}" x="${x}" width="${share(count)}" height="10"></rect>`;
    });
  return html`<svg class="bar" width="100%" height="10" aria-hidden="true">${rects}</svg>`;
}
