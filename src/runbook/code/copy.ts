import type { WrittenBlock } from '../../read/written.ts';

/** How a copy of a block differs from it. */
export interface Edits {
  /** The last label. */
  readonly label: string;
  /** Expressions in place of those of arguments; what is not there yet is added. */
  readonly replace?: ReadonlyMap<string, string>;
  readonly drop?: readonly string[];
  /** Addresses that become other ones wherever they stand: `aws_kms_key.a` and what it becomes. */
  readonly rename?: readonly (readonly [string, string])[];
}

/** A copy of a block in its own words: comments, order and alignment stay as they are. */
export function copyBlock(block: WrittenBlock, edits: Edits): readonly string[] {
  const { replace = new Map<string, string>(), drop = [], rename = [] } = edits;
  const changes: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  for (const name of drop) {
    const part = block.arguments.get(name);
    if (part !== undefined) changes.push({ ...wholeLines(block.text, part), text: '' });
  }
  const added: string[] = [];
  for (const [name, expression] of replace) {
    const part = block.arguments.get(name);
    if (part === undefined) added.push(`  ${name} = ${expression}`);
    else changes.push({ start: part.end - part.source.length, end: part.end, text: expression });
  }
  let { text } = block;
  for (const { start, end, text: by } of changes.toSorted((a, b) => b.start - a.start))
    text = `${text.slice(0, start)}${by}${text.slice(end)}`;
  const renamed = rename.reduce(
    (all, [from, to]) => renameIn(all, from, to),
    relabel(text, block, edits.label),
  );
  return added.length === 0 ? renamed.split(/\r?\n/) : insertAtEnd(renamed, added);
}

/** The expression with every mention of one address replaced by another. */
export function renameIn(expression: string, from: string, to: string): string {
  const pattern = new RegExp(`(?<![\\w.-])${from.replaceAll('.', String.raw`\.`)}(?![\\w-])`, 'g');
  return expression.replaceAll(pattern, () => to);
}

export function mentions(expression: string, address: string): boolean {
  return renameIn(expression, address, '') !== expression;
}

/** The head of a block is its type, its labels, in quotes or bare, and a brace. */
function relabel(text: string, { labels }: WrittenBlock, label: string): string {
  const brace = text.indexOf('{');
  const head = text.slice(0, brace);
  const last = labels.at(-1) ?? '';
  const at = head.lastIndexOf(last);
  return `${head.slice(0, at)}${label}${head.slice(at + last.length)}${text.slice(brace)}`;
}

function wholeLines(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): {
  readonly start: number;
  readonly end: number;
} {
  const before = text.lastIndexOf('\n', start);
  const isFirst = text.slice(before + 1, start).trim() === '';
  const after = text.indexOf('\n', end);
  const isWhole = isFirst && before >= 0 && after >= 0;
  return isWhole ? { start: before, end: after } : { start, end };
}

function insertAtEnd(text: string, added: readonly string[]): readonly string[] {
  const end = text.lastIndexOf('}');
  const head = text.slice(0, end).trimEnd();
  return [...head.split(/\r?\n/), ...added, '}'];
}
