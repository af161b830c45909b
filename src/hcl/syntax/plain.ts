import type { Expr, Step } from '../language/ast.ts';
import { bool, nullVal, number, text } from '../value/value.ts';

const name = '[A-Za-z_][\\w-]*';
const word = '[^"\\\\$%\\r\\n]';
const step = `\\.${name}|\\[\\d{1,9}\\]|\\["${word}*"\\]`;
const path = `${name}(?:${step})*`;
const item = `"${word}*"|\\d{1,15}|${path}`;

const traversal = new RegExp(`^${path}$`);
const steps = new RegExp(step, 'g');
const template = new RegExp(`^"(?:${word}|\\$\\{${path}\\})*"$`);
const pieces = new RegExp(`\\$\\{(${path})\\}|(${word}+)`, 'g');
const list = new RegExp(`^\\[\\s*(?:(?:${item})\\s*(?:,\\s*(?:${item})\\s*)*,?\\s*)?\\]$`);
const items = new RegExp(item, 'g');

/** The meaning of the plainest expressions, which need no parser to be understood; else null. */
export function plainMeaning(source: string): Expr | null {
  if (source === 'true' || source === 'false') return literal(bool(source === 'true'));
  if (source === 'null') return literal(nullVal);
  if (/^\d{1,15}$/.test(source)) return literal(number(Number(source)));
  if (traversal.test(source)) return reference(source);
  if (template.test(source)) return textOf(source.slice(1, -1));
  if (!source.startsWith('[') || source.length > 5000 || !list.test(source)) return null;
  const found = source.slice(1, -1).match(items) ?? [];
  return { e: 'tuple', items: found.flatMap((part) => plainMeaning(part) ?? []) };
}

function literal(value: Extract<Expr, { e: 'literal' }>['value']): Expr {
  return { e: 'literal', value };
}

function reference(source: string): Expr {
  const [root = ''] = /^[\w-]+/.exec(source) ?? [];
  const found = source.slice(root.length).match(steps) ?? [];
  return { e: 'reference', root, path: found.map(stepOf) };
}

function stepOf(written: string): Step {
  if (written.startsWith('.')) return written.slice(1);
  const inner = written.slice(1, -1);
  return inner.startsWith('"') ? inner.slice(1, -1) : Number(inner);
}

function textOf(content: string): Expr {
  if (!content.includes('$')) return literal(text(content));
  const parts = [...content.matchAll(pieces)].map(([, path_, word_ = '']) =>
    path_ === undefined ? literal(text(word_)) : (plainMeaning(path_) ?? reference(path_)),
  );
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { e: 'template', parts };
}
