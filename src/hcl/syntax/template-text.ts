import type { RawNode } from './raw.ts';

/** How the literal pieces of a template are written. */
export type TemplateKind = 'quoted' | 'heredoc' | 'flush';

interface Token {
  readonly leaf: RawNode | null;
  text: string;
}

export function templateKind(source: string): TemplateKind {
  if (source.startsWith('<<-')) return 'flush';
  return source.startsWith('<<') ? 'heredoc' : 'quoted';
}

/** The texts that a template's literal pieces stand for: escapes, `~` and the indentation of `<<-` resolved. */
export function templateTexts(
  template: RawNode,
  source: Buffer,
  kind: TemplateKind,
): ReadonlyMap<RawNode, string> {
  const tokens = [...tokensOf(template, source, kind)];
  if (kind === 'flush') removeIndentation(tokens);
  const texts = new Map<RawNode, string>();
  for (const { leaf, text } of tokens) {
    if (leaf !== null) texts.set(leaf, (texts.get(leaf) ?? '') + text);
  }
  return texts;
}

function* tokensOf(template: RawNode, source: Buffer, kind: TemplateKind): Generator<Token> {
  for (const part of template.children) {
    const bodies = directiveBodies(part);
    if (isLiteralText(part)) yield* literalTokens(part, source, kind);
    else yield { leaf: null, text: '' };
    for (const body of bodies) {
      yield* tokensOf(body, source, kind);
      yield { leaf: null, text: '' };
    }
  }
}

/** The templates inside an `%{if}` or `%{for}`. */
function directiveBodies(part: RawNode): readonly RawNode[] {
  if (part.type === 'conditional' && isDirective(part)) return part.children.slice(1, 3);
  const [loop] = part.children;
  if (part.type !== 'templateJoin' || loop === undefined) return [];
  return loop.children.slice(1, 2);
}

export function isDirective(node: RawNode): boolean {
  const { openRangeValue, value } = node.meta ?? {};
  return openRangeValue?.startsWith('%{') ?? value?.startsWith('%{') ?? false;
}

export function isLiteralText(node: RawNode): boolean {
  return node.type === 'literalValue' && node.meta?.type === 'string';
}

function* literalTokens(leaf: RawNode, source: Buffer, kind: TemplateKind): Generator<Token> {
  const { start, end } = leaf.range;
  const from = kind === 'flush' ? lineIndentStart(source, start.byte) : start.byte;
  const raw = source.toString('utf8', from, end.byte);
  const lines = kind === 'quoted' ? [unescapeQuoted(raw)] : unescapeMarkers(raw).split(/(?<=\n)/);
  if (source.toString('latin1', start.byte - 2, start.byte) === '~}') {
    lines[0] = (lines[0] ?? '').trimStart();
  }
  if (/^[$%]\{~/.test(source.toString('latin1', end.byte, end.byte + 3))) {
    lines.push((lines.pop() ?? '').trimEnd());
  }
  for (const text of lines) yield { leaf, text };
}

/** Where the line begins, if nothing but spaces stands before; the parser has already cut those off. */
function lineIndentStart(source: Buffer, at: number): number {
  let start = at;
  while (start > 0 && (source[start - 1] === 0x20 || source[start - 1] === 0x09)) start--;
  return start > 0 && source[start - 1] === 0x0a ? start : at;
}

/** The least indentation of the lines that are not blank is taken from each of them. */
function removeIndentation(tokens: readonly Token[]): void {
  let least = Infinity;
  let isLineStart = true;
  const indented: Token[] = [];
  for (const token of tokens) {
    if (isLineStart) {
      const trimmed = token.text.trimStart();
      const isBlank = token.leaf !== null && trimmed === '' && token.text.endsWith('\n');
      const isEnd = token === tokens.at(-1) && token.text === '';
      if (!isBlank && !isEnd) least = Math.min(least, token.text.length - trimmed.length);
      if (!isBlank && token.leaf !== null) indented.push(token);
    }
    isLineStart = token.text.endsWith('\n');
  }
  for (const token of indented) token.text = token.text.slice(least);
}

function unescapeMarkers(raw: string): string {
  return raw.replaceAll(/([$%])\1\{/g, '$1{');
}

function unescapeQuoted(raw: string): string {
  if (!/[\\$%]/.test(raw)) return raw;
  return raw.replaceAll(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))|([$%])\4\{/g,
    (whole, short?: string, long?: string, letter?: string, marker?: string) => {
      if (marker !== undefined) return `${marker}{`;
      const code = short ?? long;
      if (code !== undefined) return codePoint(Number.parseInt(code, 16), whole);
      return { n: '\n', r: '\r', t: '\t' }[letter ?? ''] ?? letter ?? whole;
    },
  );
}

function codePoint(code: number, fallback: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : fallback;
}
