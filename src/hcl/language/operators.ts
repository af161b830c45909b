import { asBool, asNumber, equal } from '../value/convert.ts';
import { canonical, deepMarked, derive } from '../value/symbol.ts';
import { bool, fail, isKnown, number, type Val } from '../value/value.ts';

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => (b === 0 ? fail('division by zero') : a / b),
  modulo: (a, b) => (b === 0 ? fail('division by zero') : a % b),
};
const comparison: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  greaterThan: (a, b) => a > b,
  greaterThanOrEqual: (a, b) => a >= b,
  lessThan: (a, b) => a < b,
  lessThanOrEqual: (a, b) => a <= b,
};

/** Applies an operator; what the known operand alone decides is known. */
export function operate(operator: string, operands: readonly Val[]): Val {
  const [a, b] = operands;
  if (a === undefined) return fail(`operator ${operator} lacks its operand`);
  if (b === undefined) return operateOne(operator, a);
  switch (operator) {
    case 'logicalAnd':
      return connect('&&', false, a, b);
    case 'logicalOr':
      return connect('||', true, a, b);
    case 'equal':
      return compare(true, a, b);
    case 'notEqual':
      return compare(false, a, b);
    default:
      return calculate(operator, a, b);
  }
}

function operateOne(operator: string, a: Val): Val {
  const sign = operator === 'negate' ? '-' : '!';
  if (!isKnown(a)) return derive(([x]) => `${sign}${x}`, [a]);
  return deepMarked(operator === 'negate' ? number(-asNumber(a)) : bool(!asBool(a)), [a]);
}

function connect(sign: string, decisive: boolean, a: Val, b: Val): Val {
  for (const operand of [a, b]) {
    if (isKnown(operand) && asBool(operand) === decisive)
      return deepMarked(bool(decisive), [operand]);
  }
  if (isKnown(a) && isKnown(b)) return deepMarked(bool(!decisive), [a, b]);
  if (isKnown(a)) return deepMarked(b, [a]);
  return isKnown(b) ? deepMarked(a, [b]) : derive(([x, y]) => `(${x} ${sign} ${y})`, [a, b]);
}

function compare(wanted: boolean, a: Val, b: Val): Val {
  const answer = (isEqual: boolean): Val => deepMarked(bool(isEqual === wanted), [a, b]);
  if (isKnown(a) && isKnown(b)) return answer(equal(a, b));
  if (isCertainlyThere(a) && b.t === 'null') return answer(false);
  if (isCertainlyThere(b) && a.t === 'null') return answer(false);
  const symbol = canonical(a);
  if (symbol !== undefined && symbol === canonical(b)) return answer(true);
  return derive(([x, y]) => `(${x} ${wanted ? '==' : '!='} ${y})`, [a, b]);
}

function isCertainlyThere(value: Val): boolean {
  if (value.t !== 'unknown') return value.t !== 'null';
  return value.sure === true || value.parts !== undefined;
}

function calculate(operator: string, a: Val, b: Val): Val {
  if (!isKnown(a) || !isKnown(b)) return derive(([x, y]) => `(${x} ${operator} ${y})`, [a, b]);
  const [x, y] = [asNumber(a), asNumber(b)];
  const compared = comparison[operator]?.(x, y);
  if (compared !== undefined) return deepMarked(bool(compared), [a, b]);
  const result = arithmetic[operator]?.(x, y);
  if (result === undefined) return fail(`operator ${operator} is not understood`);
  return deepMarked(number(tidy(result)), [a, b]);
}

/** Terraform calculates with decimals of great precision: 0.1 + 0.2 is 0.3. */
export function tidy(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(15));
}
