import type { TextPart } from '../../model/value.ts';
import { hclInside } from '../../text/hcl-string.ts';

/** A policy that gives what its predecessor's gave, as text lines. */
export interface Covering {
  /** Null where parts of it are not known. */
  readonly json: readonly string[] | null;
  /** For a configuration; null where a part is no reference that could stand in one. */
  readonly hcl: readonly string[] | null;
}

/** A policy on its way to text: texts, lists, and members with names. */
export type Tree =
  | { readonly text: { readonly parts: readonly TextPart[] } }
  | { readonly items: readonly Tree[] }
  | { readonly members: readonly (readonly [string, Tree])[] };

/** A reference as a configuration writes it. */
const reference = /^(?:module\.[\w-]+\.|data\.)?[a-z][\w-]*(?:\.[\w-]+|\[(?:\d+|"[\w-]+")\])+$/u;
/** Letters that stand for themselves, in a shell's here-document and on any terminal. */
const plain = /^[ -~]*$/u;

/** Both texts of a policy; null where a name or a letter of it is not plain. */
export function printTree(tree: Tree): Covering | null {
  const isPlain = [...textsOf(tree)].every((part) => typeof part !== 'string' || plain.test(part));
  return isPlain ? printWhole(tree) : null;
}

/** The same for any letters; the JSON is for `escapeJson`, as every JSON is that gets out. */
export function printWhole(tree: Tree): Covering {
  const texts = [...textsOf(tree)];
  const symbols = texts.filter((part) => typeof part !== 'string');
  const isWritable = symbols.every(({ symbol }) => reference.test(symbol));
  const hcl = isWritable ? hclOf(tree, '') : null;
  return {
    json: symbols.length === 0 ? jsonOf(tree, '').split('\n') : null,
    hcl: hcl === null ? null : `policy = jsonencode(${hcl})`.split('\n'),
  };
}

function* textsOf(tree: Tree): Generator<TextPart> {
  if ('text' in tree) yield* tree.text.parts;
  else if ('items' in tree) for (const item of tree.items) yield* textsOf(item);
  else {
    for (const [name, value] of tree.members) {
      yield name;
      yield* textsOf(value);
    }
  }
}

function jsonOf(tree: Tree, margin: string): string {
  const inner = `${margin}  `;
  if ('text' in tree)
    return JSON.stringify(
      tree.text.parts.map((part) => (typeof part === 'string' ? part : '')).join(''),
    );
  const [open, close, lines] =
    'items' in tree
      ? ['[', ']', tree.items.map((item) => jsonOf(item, inner))]
      : ['{', '}', tree.members.map(([n, v]) => `${JSON.stringify(n)}: ${jsonOf(v, inner)}`)];
  if (lines.length === 0) return `${open}${close}`;
  return `${open}\n${lines.map((line) => inner + line).join(',\n')}\n${margin}${close}`;
}

function hclOf(tree: Tree, margin: string): string {
  const inner = `${margin}  `;
  if ('text' in tree) return hclText(tree.text.parts);
  if ('items' in tree) {
    const lines = tree.items.map((item) => `${inner}${hclOf(item, inner)},`);
    return lines.length === 0 ? '[]' : `[\n${lines.join('\n')}\n${margin}]`;
  }
  const lines = tree.members.map(
    ([name, value]) => `${inner}${hclName(name)} = ${hclOf(value, inner)}`,
  );
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${margin}}`;
}

function hclName(name: string): string {
  return /^[A-Za-z]\w*$/u.test(name) ? name : hclText([name]);
}

/** A lone reference needs no quotes; what would begin a template is doubled. */
function hclText(parts: readonly TextPart[]): string {
  const [only, ...more] = parts;
  if (typeof only === 'object' && more.length === 0) return only.symbol;
  const inside = parts.map((part) =>
    typeof part === 'string' ? hclInside(part) : `\${${part.symbol}}`,
  );
  return `"${inside.join('')}"`;
}
