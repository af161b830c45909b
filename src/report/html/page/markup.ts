/** Text that is markup already; everything else is escaped on its way into a page. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | readonly Markup[];

// Controls, private and invisible characters, bidirectional marks, separators, surrogates without a partner.
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;
const plain = /^[\x20-\x7e]*$/;

/** Shows what would be invisible, or turn the text around it, as its code point: `\u{202e}`. */
export function reveal(text: string): string {
  if (plain.test(text)) return text;
  return text.replaceAll(hidden, (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The beginning of a long text, and how much of it is missing. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
  return `${cut}… (${text.length - cut.length} more characters)`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and attributes; also breaks what a log of a pipeline would take for a command. */
export function escapeMarkup(text: string): string {
  return reveal(text)
    .replaceAll(/[&<>"']/g, (found) => entities[found] ?? found)
    .replaceAll('::', '&#58;&#58;')
    .replaceAll('##', '&#35;&#35;');
}

/** A template whose values are escaped, unless they are markup. */
export function html(parts: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return { markup: parts.reduce((text, part, i) => `${text}${write(values[i - 1])}${part}`) };
}

function write(value: Part | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeMarkup(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

export const nothing: Markup = { markup: '' };
