import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  known,
  mapValue,
  provablyEqual,
  show,
  unknown,
  valueOr,
  type Value,
} from '../../src/model/value.ts';
import { at, told, untold } from '../support/build/sample.ts';

it('maps a known value and keeps where it comes from', () => {
  const assumed = untold('var.days');
  const value = { ...known(90, 'observed', at), sensitive: true as const, assumed };
  expect(mapValue(value, String)).toEqual({ ...value, value: '90' });
});

it('leaves an unknown value as it is', () => {
  const value: Value<number> = untold('var.days', 'var.days');
  expect(mapValue(value, () => 1)).toBe(value);
});

it('falls back only where nothing is known', () => {
  expect(valueOr(told(false), true)).toBe(false);
  expect(valueOr(told(0), 1)).toBe(0);
  expect(valueOr<number, null>(untold('var.days'), null)).toBeNull();
});

it('never prints what is sensitive or unknown', () => {
  expect(show(told('alias/ExampleAlias'))).toBe('alias/ExampleAlias');
  expect(show(told(null))).toBe('null');
  expect(show({ ...told('secret'), sensitive: true })).toBe('(sensitive)');
  expect(show({ ...untold('secret'), parts: ['secret'] })).toBe('(unknown)');
});

it('gives a symbol only where there is one', () => {
  expect(unknown('not-read', 'x', at)).not.toHaveProperty('symbol');
  expect(unknown('not-read', 'x', at, 's')).toHaveProperty('symbol', 's');
});

it('holds two values equal only where that is proven', () => {
  expect(provablyEqual(told('a'), told('a'))).toBe(true);
  expect(provablyEqual(told('a'), told('b'))).toBe(false);
  expect(provablyEqual(untold('x', 's'), untold('y', 's'))).toBe(true);
  expect(provablyEqual(untold('x', 's'), untold('x', 't'))).toBe(false);
  expect(provablyEqual(untold('x'), untold('x'))).toBe(false);
  expect(provablyEqual(told('s'), untold('x', 's'))).toBe(false);
});

it('finds equality the same from both sides', () => {
  const text = fc.constantFrom('a', 'b');
  const value: fc.Arbitrary<Value<string>> = fc.oneof(
    text.map(told),
    fc.option(text, { nil: undefined }).map((symbol) => untold('x', symbol)),
  );
  fc.assert(
    fc.property(value, value, (x, y) => {
      expect(provablyEqual(x, y)).toBe(provablyEqual(y, x));
    }),
  );
});
