import { asBool, asList, asMap, asNumber, concatenate, textOf } from '../../value/convert.ts';
import { derive } from '../../value/symbol.ts';
import { bool, fail, list, marked, text, type Val } from '../../value/value.ts';
import { checkLength, checkText, joinTexts } from '../../value/work.ts';
import { arg, pure, raw, shallow, textArg, type Builtins, type Spend } from '../builtin.ts';
import { characters } from './characters.ts';
import { format } from './format.ts';

const onText = (f: (value: string) => string) =>
  pure((args) => text(checkText(f(textArg(args, 0)))));
const onTexts = (f: (a: string, b: string) => Val) =>
  pure((args) => f(textArg(args, 0), textArg(args, 1)));
function trimSet(value: string, set: string): string {
  const all = new Set(set);
  const kept = Array.from(value);
  let [start, end] = [0, kept.length];
  while (start < end && all.has(kept[start] ?? '')) start++;
  while (end > start && all.has(kept[end - 1] ?? '')) end--;
  return kept.slice(start, end).join('');
}

function substring(args: readonly Val[], spend: Spend): Val {
  const all = characters(textArg(args, 0), spend);
  const [offset, length] = [asNumber(arg(args, 1)), asNumber(arg(args, 2))];
  const start = offset < 0 ? Math.max(all.length + offset, 0) : offset;
  return text(all.slice(start, length < 0 ? undefined : start + length).join(''));
}

/** Known pieces stay known, so that a partly known list joins to a partly known text. */
function join(args: readonly Val[]): Val {
  const items = args.slice(1).flatMap((value) => (value.t === 'unknown' ? [value] : asList(value)));
  if (args.slice(1).some(({ t }) => t === 'unknown') || arg(args, 0).t === 'unknown') {
    const [only] = items;
    const element = only?.t === 'unknown' && items.length === 1 ? only.element : undefined;
    const unknown = derive(
      (all) => `join(${all.join(', ')})`,
      element === undefined ? args : [element],
    );
    return { ...unknown, text: true };
  }
  const pieces = items.flatMap((item, i) => (i === 0 ? [item] : [arg(args, 0), item]));
  return concatenate(pieces.length === 0 ? [text('')] : pieces);
}

function chomp(value: string): string {
  let end = value.length;
  while (value[end - 1] === '\n' || value[end - 1] === '\r') end--;
  return value.slice(0, end);
}

function split(separator: string, value: string): Val {
  const pieces = separator === '' ? Array.from(value) : value.split(separator);
  checkLength(pieces.length);
  return list(pieces.map(text));
}

function formatList(args: readonly Val[]): Val {
  const lists = args.slice(1).filter((value) => value.t === 'list');
  if (args.slice(1).some(({ t }) => t === 'unknown')) {
    return derive((all) => `formatlist(${all.join(', ')})`, args);
  }
  const length = lists[0] === undefined ? 1 : asList(lists[0]).length;
  if (lists.some((value) => asList(value).length !== length)) fail('the lists differ in length');
  const row = (i: number): readonly Val[] =>
    args
      .slice(1)
      .map((value) =>
        value.t === 'list' ? (asList(value)[i] ?? fail('a list is too short')) : value,
      );
  return list(Array.from({ length }, (_, i) => format(textArg(args, 0), row(i))));
}

function indent(args: readonly Val[]): Val {
  const padding = ' '.repeat(Math.min(asNumber(arg(args, 0)), 1000));
  return text(joinTexts(textArg(args, 1).split('\n'), `\n${padding}`));
}

/** Partly known texts lose their parts in a change of case, but not their references. */
export const textFunctions: Builtins = {
  chomp: onText(chomp),
  endswith: onTexts((a, b) => bool(a.endsWith(b))),
  format: raw((args) => {
    const [spec, ...values] = args;
    if (spec === undefined || spec.t === 'unknown')
      return derive((all) => `format(${all.join(', ')})`, args);
    return marked(format(textArg(args, 0), values), spec);
  }),
  formatlist: raw(formatList),
  indent: pure(indent),
  join: raw(join),
  lower: onText((value) => value.toLowerCase()),
  split: onTexts(split),
  startswith: onTexts((a, b) => bool(a.startsWith(b))),
  strcontains: onTexts((a, b) => bool(a.includes(b))),
  strrev: pure((args, spend) => text(characters(textArg(args, 0), spend).toReversed().join(''))),
  substr: pure(substring),
  title: onText((value) => value.replaceAll(/(?<![\p{L}\p{N}_'])\p{L}/gu, (c) => c.toUpperCase())),
  tobool: pure((args) => (arg(args, 0).t === 'null' ? arg(args, 0) : bool(asBool(arg(args, 0))))),
  tostring: shallow((args) => (arg(args, 0).t === 'null' ? arg(args, 0) : textOf(arg(args, 0)))),
  trim: onTexts((a, b) => text(trimSet(a, b))),
  trimprefix: onTexts((a, b) => text(b !== '' && a.startsWith(b) ? a.slice(b.length) : a)),
  trimspace: onText((value) => value.trim()),
  trimsuffix: onTexts((a, b) => text(b !== '' && a.endsWith(b) ? a.slice(0, -b.length) : a)),
  upper: onText((value) => value.toUpperCase()),
  tomap: shallow((args) => ({ t: 'object', v: asMap(arg(args, 0)), of: 'map' })),
};
