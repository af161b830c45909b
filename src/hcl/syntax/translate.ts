import type { Expr, ForExpr, Step } from '../language/ast.ts';
import type { RawNode } from './raw.ts';
import {
  isDirective,
  isLiteralText,
  templateKind,
  templateTexts,
  type TemplateKind,
} from './template-text.ts';
import { bool, fail, nullVal, number, text } from '../value/value.ts';

interface Context {
  readonly source: Buffer;
  readonly kind: TemplateKind;
  readonly texts: ReadonlyMap<RawNode, string>;
}

/** Translates the parser's tree of one expression, whose text is `source`. */
export function translate(json: string, source: string): Expr {
  const root: RawNode | null = JSON.parse(json);
  if (root === null) return fail('the expression is empty');
  return expression(root, { source: Buffer.from(source), kind: 'quoted', texts: new Map() });
}

function expression(node: RawNode, context: Context): Expr {
  const { start, end } = node.range;
  return { ...meaningOf(node, context), span: [start.byte, end.byte] };
}

function meaningOf(node: RawNode, context: Context): Expr {
  const inner = (): readonly Expr[] => node.children.map((child) => expression(child, context));
  const child = (i: number): Expr => expression(nth(node, i), context);
  const { meta } = node;
  switch (node.type ?? '') {
    case '':
      return node.children.length === 0 ? { e: 'element' } : child(0);
    case 'literalValue':
      return literal(node, context);
    case 'template':
      return template(node, context);
    case 'templateWrap':
      return child(0);
    case 'templateJoin':
      return { e: 'concatenation', of: child(0) };
    case 'scopeTraversal': {
      const [root = '', ...path] = steps(node);
      return { e: 'reference', root: String(root), path };
    }
    case 'relativeTraversal':
      return { e: 'access', from: child(0), path: steps(node) };
    case 'index':
      return { e: 'index', from: child(0), key: child(1) };
    case 'splat':
      return { e: 'splat', from: child(0), each: child(1) };
    case 'unaryOp':
    case 'binaryOp':
      return { e: 'operation', operator: meta?.operator ?? '', operands: inner() };
    case 'conditional':
      return conditional(node, context);
    case 'for':
      return loop(node, context);
    case 'tuple':
      return { e: 'tuple', items: inner() };
    case 'object':
      return { e: 'object', items: items(node, context) };
    case 'function':
      return {
        e: 'call',
        name: (meta?.name ?? '').replace(/^core::/, ''),
        args: inner(),
        expand: meta?.expandedFinalArgument === true,
      };
    default:
      return fail(`an expression of type ${node.type} is not understood`);
  }
}

function nth(node: RawNode, i: number): RawNode {
  return node.children[i] ?? fail(`the parser's tree lacks a part of a ${node.type}`);
}

function steps(node: RawNode): readonly Step[] {
  return (node.meta?.traversal ?? []).map(({ type, segment }) => {
    if (type !== 'indexTraversal') return segment;
    if (!segment.startsWith('"')) return Number(segment);
    const name: unknown = JSON.parse(segment);
    return String(name);
  });
}

function literal(node: RawNode, context: Context): Expr {
  const { type, value = '' } = node.meta ?? {};
  if (type === 'string') return { e: 'literal', value: text(context.texts.get(node) ?? value) };
  if (type === 'number') return { e: 'literal', value: number(Number(value)) };
  if (type === 'bool') return { e: 'literal', value: bool(value === 'true') };
  return { e: 'literal', value: nullVal };
}

function template(node: RawNode, context: Context): Expr {
  const kind = templateKind(node.meta?.value ?? '');
  return pieces(node, { ...context, kind, texts: templateTexts(node, context.source, kind) });
}

function pieces(node: RawNode, context: Context): Expr {
  const parts = node.children.map((part) => expression(part, context));
  const [only] = parts;
  const isText = node.children.length === 1 && isLiteralText(nth(node, 0));
  return isText && only !== undefined ? only : { e: 'template', parts };
}

/** What an `%{if}` or `%{for}` encloses is part of the template around it, not one of its own. */
function body(node: RawNode, isPart: boolean, context: Context): Expr {
  return isPart && node.type === 'template' ? pieces(node, context) : expression(node, context);
}

function conditional(node: RawNode, context: Context): Expr {
  const isPart = isDirective(node);
  return {
    e: 'conditional',
    test: expression(nth(node, 0), context),
    yes: body(nth(node, 1), isPart, context),
    no: body(nth(node, 2), isPart, context),
  };
}

function loop(node: RawNode, context: Context): ForExpr {
  const { openRangeValue = '[', keyVar = '', valVar = '', groupedValue } = node.meta ?? {};
  const isPart = isDirective(node);
  const at = openRangeValue.startsWith('{') ? 2 : 1;
  const test = node.children[at + 1];
  return {
    e: 'for',
    keyName: keyVar,
    valueName: valVar,
    over: expression(nth(node, 0), context),
    key: at === 2 ? expression(nth(node, 1), context) : null,
    value: body(nth(node, at), isPart, context),
    test: test === undefined ? null : expression(test, context),
    grouped: groupedValue === true,
  };
}

function items(node: RawNode, context: Context): readonly (readonly [Expr, Expr])[] {
  const pairs: (readonly [Expr, Expr])[] = [];
  for (let i = 0; i + 1 < node.children.length; i += 2) {
    pairs.push([key(nth(node, i), context), expression(nth(node, i + 1), context)]);
  }
  return pairs;
}

/** A bare word is a name; anything else, in parentheses or quotes, is an expression. */
function key(node: RawNode, context: Context): Expr {
  if (node.children.length > 0) return expression(node, context);
  const { start, end } = node.range;
  return {
    e: 'literal',
    value: text(context.source.toString('utf8', start.byte, end.byte)),
    span: [start.byte, end.byte],
  };
}
