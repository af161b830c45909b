import { asList, asNumber, numberOf } from '../value/convert.ts';
import { tidy } from '../language/operators.ts';
import { fail, number, type Val } from '../value/value.ts';
import { arg, pure, textArg, type Builtins } from './builtin.ts';

const compute = (f: (...values: readonly number[]) => number) =>
  pure((args) => number(tidy(f(...args.map(asNumber)))));

function extreme(args: readonly Val[], better: (a: number, b: number) => boolean): Val {
  const [first, ...others] = args.map(asNumber);
  if (first === undefined) return fail('at least one number is wanted');
  return number(others.reduce((best, value) => (better(value, best) ? value : best), first));
}

function parseInteger(args: readonly Val[]): Val {
  const base = asNumber(arg(args, 1));
  const digits = textArg(args, 0);
  const value = Number.parseInt(digits, base);
  const isWhole = value.toString(base) === digits.toLowerCase().replace(/^(-?)0+(?=.)/, '$1');
  return isWhole ? number(value) : fail('the text is no number in that base');
}

export const numericFunctions: Builtins = {
  abs: compute((x = 0) => Math.abs(x)),
  ceil: compute((x = 0) => Math.ceil(x)),
  floor: compute((x = 0) => Math.floor(x)),
  log: compute((x = 0, base = 1) => Math.log(x) / Math.log(base)),
  pow: compute((x = 0, y = 0) => x ** y),
  signum: compute((x = 0) => Math.sign(x)),
  max: pure((args) => extreme(args, (a, b) => a > b)),
  min: pure((args) => extreme(args, (a, b) => a < b)),
  parseint: pure(parseInteger),
  sum: pure((args) => {
    const values = asList(arg(args, 0)).map(asNumber);
    return values.length === 0
      ? fail('sum of an empty list')
      : number(tidy(values.reduce((a, b) => a + b)));
  }),
  tonumber: pure((args) => (arg(args, 0).t === 'null' ? arg(args, 0) : numberOf(arg(args, 0)))),
};
