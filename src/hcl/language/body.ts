import { asMap, asList } from '../value/convert.ts';
import type { Environment } from './environment.ts';
import { evaluate } from './evaluate.ts';
import type { Block, Body } from './source.ts';
import { derive, deepMarked } from '../value/symbol.ts';
import {
  fail,
  list,
  number,
  object,
  text,
  tuple,
  type Val,
  marked,
  outside,
} from '../value/value.ts';

/** The value of a block body: its arguments, and its nested blocks as lists by their type. */
export function bodyValue(body: Body, env: Environment): Val {
  const members = new Map<string, Val>();
  for (const type of nestedTypes(body)) members.set(type, nestedBlocks(body, type, env));
  for (const [name, argument] of body.args) members.set(name, evaluate(argument.expression(), env));
  return object(members);
}

/** The types of the nested blocks, dynamic ones under the type that they stand for. */
export function nestedTypes(body: Body): ReadonlySet<string> {
  return new Set(
    body.blocks.map(({ type, labels }) => (type === 'dynamic' ? (labels[0] ?? '') : type)),
  );
}

/** The nested blocks of a type, dynamic ones expanded. */
export function nestedBlocks(body: Body, type: string, env: Environment): Val {
  const found: Val[] = [];
  const deciding: Val[] = [];
  for (const block of body.blocks) {
    if (block.type === type) found.push(bodyValue(block.body, env));
    else if (block.type === 'dynamic' && block.labels[0] === type) {
      const expanded = dynamicBlocks(block, env);
      if (expanded.t === 'unknown')
        return derive((all) => `${type} of ${all.join(', ')}`, [...found, expanded]);
      for (const one of asList(expanded)) found.push(one);
      deciding.push(outside(expanded));
    }
  }
  return deepMarked(list(found), deciding);
}

function dynamicBlocks({ labels, body }: Block, env: Environment): Val {
  const [label = ''] = labels;
  const forEach = body.args.get('for_each') ?? fail('a dynamic block lacks for_each');
  const content =
    body.blocks.find(({ type }) => type === 'content') ?? fail('a dynamic block lacks content');
  const iterator = body.args.get('iterator')?.source ?? label;
  const over = evaluate(forEach.expression(), env);
  const visit = (key: Val, value: Val): Val => {
    const current = object(
      new Map([
        ['key', key],
        ['value', value],
      ]),
    );
    return bodyValue(content.body, { ...env, names: new Map(env.names).set(iterator, current) });
  };
  if (over.t === 'unknown') {
    const element = visit(over, over.element ?? over);
    return derive((all) => `dynamic ${all.join(', ')}`, [over, element]);
  }
  if (over.t === 'list') {
    const each = asList(over).map((value, i) =>
      visit(over.of === 'set' ? value : number(i), value),
    );
    return deepMarked(tuple(each), [outside(over)]);
  }
  const members = [...asMap(over)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const each = members.map(([key, value]) => visit(marked(text(key), outside(over)), value));
  return deepMarked(tuple(each), [outside(over)]);
}
