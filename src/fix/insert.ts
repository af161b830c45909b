import type { Argument, Block } from '../hcl/language/source.ts';
import { rangeOf, type Document } from './document.ts';
import type { Edit } from './edits.ts';

/** What says how often a block counts and where: arguments of the object itself do not stand among these. */
const meta: ReadonlySet<string> = new Set([
  'count',
  'depends_on',
  'for_each',
  'provider',
  'providers',
  'source',
  'version',
]);

/**
 * A new argument in a block, on a line of its own: among neighbours whose equals signs it can stand under, as
 * `terraform fmt` would have it, else set off by blank lines. Null where the block's lines do not tell where.
 */
export function insertArgument(
  document: Document,
  block: Block,
  name: string,
  value: string,
): Edit | null {
  if (block.at.line === block.at.endLine) return openUp(document, block, name, value);
  const { lineEnd, lineStart, path, text } = document;
  const indent = indentOf(document, block);
  const groups = groupsOf(block);
  const fitting = groups
    .map((group) => ({ group, width: nameWidth(document, group, indent, name) }))
    .find(({ group, width }) => width !== null && !isMeta(group));
  const at = (line: number, added: string): Edit => {
    const start = lineStart(line);
    return { path, start, end: start, text: added };
  };
  if (fitting !== undefined) {
    const line = `${indent}${name.padEnd(fitting.width ?? 0)} = ${value}${lineEnd}`;
    return at(lastLine(fitting.group) + 1, line);
  }
  const anchor = groups.find((group) => !isMeta(group)) ?? [...block.body.args.values()].slice(-1);
  const after = anchor.length === 0 ? braceLine(document, block) : lastLine(anchor);
  if (after === null) return null;
  const next = text.slice(lineStart(after + 1), lineStart(after + 2)).trim();
  const isLast = next === '' || next.startsWith('}');
  const line = `${indent}${name} = ${value}${lineEnd}`;
  return at(after + 1, `${anchor.length === 0 ? '' : lineEnd}${line}${isLast ? '' : lineEnd}`);
}

/** A block on one line gets lines of its own. */
function openUp(document: Document, block: Block, name: string, value: string): Edit | null {
  const { lineEnd, lineStart, path, text } = document;
  const [start, end] = rangeOf(document, block.at);
  const open = text.indexOf('{', start);
  const inner = text.slice(open + 1, end - 1).trim();
  const [own, ...others] = block.body.args.values();
  const isPlain = block.body.blocks.length === 0 && others.length === 0;
  if (open === -1 || open >= end || !isPlain) return null;
  const [from, to] = own === undefined ? [0, 0] : rangeOf(document, own.at);
  if (inner !== text.slice(from, to)) return null;
  const lead = /^[ \t]*/.exec(text.slice(lineStart(block.at.line), start))?.[0] ?? '';
  const width = Math.max(name.length, own?.name.length ?? 0);
  const rows = [...(own === undefined ? [] : [[own.name, own.source] as const]), [name, value]];
  const lines = rows.map(([left = '', right = '']) => `${lead}  ${left.padEnd(width)} = ${right}`);
  const added = ['{', ...lines, `${lead}}`].join(lineEnd);
  return { path, start: open, end, text: added };
}

function indentOf(document: Document, block: Block): string {
  const { lineStart, text } = document;
  for (const { at } of block.body.args.values()) {
    const before = text.slice(lineStart(at.line), lineStart(at.line) + at.column - 1);
    if (before.trim() === '') return before;
  }
  return `${/^[ \t]*/.exec(text.slice(lineStart(block.at.line)))?.[0] ?? ''}  `;
}

/** Arguments on lines of their own, one right below the other. */
function groupsOf(block: Block): readonly (readonly Argument[])[] {
  const groups: Argument[][] = [];
  const sorted = [...block.body.args.values()].toSorted((a, b) => a.at.line - b.at.line);
  for (const argument of sorted) {
    if (argument.at.line !== argument.at.endLine) continue;
    const group = groups.at(-1);
    if (group?.at(-1)?.at.line === argument.at.line - 1) group.push(argument);
    else groups.push([argument]);
  }
  return groups;
}

function isMeta(group: readonly Argument[]): boolean {
  return group.every(({ name }) => meta.has(name));
}

function lastLine(group: readonly Argument[]): number {
  return Math.max(...group.map(({ at }) => at.endLine));
}

/** How wide names are written in a group, so that a new one fits in; null where it does not. */
function nameWidth(
  { lineStart, text }: Document,
  group: readonly Argument[],
  indent: string,
  name: string,
): number | null {
  const widths = group.map(({ at, name: own }) => {
    const start = lineStart(at.line) + at.column - 1;
    return text.indexOf('=', start + own.length) - 1 - lineStart(at.line) - indent.length;
  });
  const [width = 0] = widths;
  const isAligned = widths.every((one) => one === width);
  if (!isAligned) return name.length;
  return width >= name.length ? width : null;
}

/** The line with the brace that opens a block; null where something else stands behind it. */
function braceLine({ lineStart, text }: Document, { at }: Block): number | null {
  const line = text.slice(lineStart(at.line), lineStart(at.line + 1));
  return /\{\s*(?:(?:#|\/\/).*)?$/.test(line.trimEnd()) ? at.line : null;
}
