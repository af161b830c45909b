import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Language, Parser, type Node } from 'web-tree-sitter';
import type { SourceLocation } from '../../model/location.ts';
import { assetBytes, isOneFile } from '../../text/assets.ts';
import type { Argument, Block, Body, SourceFile } from '../language/source.ts';
import { emptyBody, locator } from '../language/source.ts';
import { readComments } from './comments.ts';
import type { Expr, Span } from '../language/ast.ts';
import type { Meanings } from './meaning.ts';

/** Finds the blocks, arguments and comments of a file; null where it cannot. */
export type Finder = (path: string, text: string, meanings: Meanings) => SourceFile | null;

interface Context {
  readonly path: string;
  readonly text: string;
  readonly locate: (start: number, end: number) => SourceLocation;
  readonly meanings: Meanings;
}

/** Loads the grammar, which finds places and never decides a value. */
export async function loadFinder(): Promise<Finder> {
  await Parser.init(isOneFile ? { wasmBinary: assetBytes('web-tree-sitter.wasm') } : undefined);
  const language = await Language.load(
    isOneFile ? assetBytes('tree-sitter-terraform.wasm') : grammarFile(),
  );
  const parser = new Parser();
  parser.setLanguage(language);
  return (path, text, meanings) => {
    const tree = parser.parse(text);
    if (tree === null) return null;
    try {
      const { rootNode: root } = tree;
      if (root.hasError) return null;
      const context = { path, text, meanings, locate: locator(path, text) };
      const found = root.namedChildren.find((node) => node.type === 'body');
      const body = found === undefined ? emptyBody : readBody(found, context);
      return { path, body, comments: readComments(root, body, context) };
    } finally {
      tree.delete();
    }
  };
}

/** In its package for the sources, beside the bundle when built. */
function grammarFile(): string {
  const built = fileURLToPath(new URL('./tree-sitter-terraform.wasm', import.meta.url));
  if (existsSync(built)) return built;
  const packaged = '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm';
  return createRequire(import.meta.url).resolve(packaged);
}

function readBody(node: Node, context: Context): Body {
  const args = new Map<string, Argument>();
  const blocks: Block[] = [];
  for (const child of node.namedChildren) {
    if (child.type === 'attribute') {
      const argument = readArgument(child, context);
      args.set(argument.name, argument);
    } else if (child.type === 'block') blocks.push(readBlock(child, context));
  }
  return { args, blocks };
}

function readArgument(node: Node, context: Context): Argument {
  const name = node.firstNamedChild?.text ?? '';
  const value = node.lastNamedChild;
  const source = value === null ? '' : context.text.slice(value.startIndex, value.endIndex);
  let meaning: Expr | null = null;
  return {
    name,
    source,
    at: context.locate(node.startIndex, node.endIndex),
    locate: (span) => locatePart(span, source, value?.startIndex ?? node.startIndex, context),
    expression: () => (meaning ??= context.meanings.of(context.path, source)),
    askAhead: () => context.meanings.askAhead(context.path, source),
  };
}

/** Spans count bytes, places count UTF-16 units. */
function locatePart(
  [from, to]: Span,
  source: string,
  start: number,
  { locate }: Context,
): SourceLocation {
  const bytes = Buffer.from(source);
  const offset = (byte: number): number => start + bytes.toString('utf8', 0, byte).length;
  return locate(offset(from), offset(to));
}

function readBlock(node: Node, context: Context): Block {
  const words: string[] = [];
  let body = emptyBody;
  for (const child of node.namedChildren) {
    if (child.type === 'identifier') words.push(child.text);
    else if (child.type === 'string_lit') words.push(child.text.slice(1, -1));
    else if (child.type === 'body') body = readBody(child, context);
  }
  const [type = '', ...labels] = words;
  return { type, labels, body, at: context.locate(node.startIndex, node.endIndex) };
}
