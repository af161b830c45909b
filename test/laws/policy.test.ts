import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyActions } from '../../src/generated/policy-authorization.js';
import { allow, covered, parseSymbols, role, textOfPolicy } from '../support/build/policies.ts';
import {
  actions,
  effect,
  holds,
  numRuns,
  shape,
  shapes,
  textOf,
  write,
} from '../support/build/policy-shapes.ts';
import type { Shape } from '../support/build/policy-shapes.ts';

const wider = (list: readonly Shape[], more: readonly Shape[], pick: number): readonly Shape[] => [
  ...list.map((s, i) =>
    s.effect === 'Deny' || (pick >> i) % 2 === 1
      ? s
      : { ...s, actions: ['kms:*'], condition: (pick >> i) % 4 === 0 ? {} : s.condition },
  ),
  ...more.filter((s) => s.effect === 'Allow'),
];

test('coverage is transitive', () => {
  let met = 0;
  const small = fc.array(shape, { minLength: 1, maxLength: 2 });
  fc.assert(
    fc.property(small, small, small, fc.nat(), fc.boolean(), (a, b, c, pick, free) => {
      const second = free ? b : wider(a, b, pick);
      const third = free ? c : wider(second, c, pick >> 2);
      if (holds(a, second) !== true || holds(second, third) !== true) return;
      met++;
      expect(holds(a, third)).toBe(true);
    }),
    { numRuns: numRuns * 2 },
  );
  expect(met).toBeGreaterThan(numRuns / 4);
});

const hole = (text: string, pick: number) =>
  text
    .replaceAll(pick % 2 === 0 ? 'role/a' : '444455556666', '<<s>>')
    .replaceAll(pick % 3 === 0 ? 'kms:Decrypt' : '"a*"', pick % 3 === 0 ? 'kms:<<t>>' : '"<<t>>"');

test('settling a symbol settles a doubt, and never turns a certain verdict', () => {
  const settled = fc.record({
    s: fc.constantFrom('role/a', 'role/b', '111122223333', '444455556666', 'root'),
    t: fc.constantFrom('Decrypt', '*', 'Encrypt'),
  });
  let doubts = 0;
  fc.assert(
    fc.property(shapes, shapes, fc.nat(), settled, fc.boolean(), (a, b, pick, { s, t }, grown) => {
      const texts = [a, grown ? [...a, ...b] : b].map((list) =>
        hole(textOf(list.map(write)), pick),
      );
      const before = texts.map(parseSymbols);
      const filled = texts.map((text) =>
        text
          .replaceAll(
            '<<s>>',
            pick % 2 === 0
              ? s.startsWith('role')
                ? s
                : 'role/b'
              : /^\d/u.test(s)
                ? s
                : '111122223333',
          )
          .replaceAll('<<t>>', t),
      );
      const after = filled.map((text) => parseSymbols(text));
      const [p, q, x, y] = [...before, ...after];
      if (p === undefined || q === undefined || x === undefined || y === undefined)
        throw new Error('two policies are two');
      const verdict = covered(p, q);
      if (verdict === 'unknown') doubts++;
      expect(verdict === 'unknown' ? verdict : covered(x, y)).toBe(verdict);
    }),
    { numRuns },
  );
  expect(doubts).toBeGreaterThan(numRuns / 100);
});

const requests = (list: readonly Shape[], wanted: string) =>
  new Set(
    list
      .filter((s) => s.effect === wanted)
      .flatMap((s) => s.principals.flatMap((p) => s.actions.map((a) => `${p} ${a}`))),
  );

test('the answer is that of asking for every request, where policies name plain actions and roles', () => {
  const roles = fc.uniqueArray(fc.constantFrom(role('a'), role('b'), role('c')), { minLength: 1 });
  const plain = fc.array(
    fc.record({ effect, principals: roles, actions, condition: fc.constant({}) }),
    { maxLength: 3 },
  );
  fc.assert(
    fc.property(plain, plain, fc.boolean(), (a, b, grown) => {
      const other = grown ? [...a.toReversed(), ...b] : b;
      const [oldAllows, newAllows, oldDenies, newDenies] = [
        requests(a, 'Allow'),
        requests(other, 'Allow'),
        requests(a, 'Deny'),
        requests(other, 'Deny'),
      ];
      const kept = [...oldAllows].every(
        (r) => oldDenies.has(r) || (newAllows.has(r) && !newDenies.has(r)),
      );
      expect(holds(a, other)).toBe(kept && [...oldDenies].every((r) => newDenies.has(r)));
    }),
    { numRuns },
  );
});

const universe = keyActions.map((name) => `kms:${name}`);

const matches = (pattern: string, name: string) =>
  new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'u').test(name);

const one = (list: readonly string[], not: boolean) => ({
  ...allow('*', 'x'),
  Action: undefined,
  [not ? 'NotAction' : 'Action']: list,
});

const grants = (list: readonly string[], not: boolean) =>
  universe.filter((name) => list.some((p) => matches(p, name)) !== not);

test('an Allow under a Not-form is judged as its complement', () => {
  const listed = fc.uniqueArray(fc.constantFrom('kms:Encrypt', 'kms:Decrypt', 'kms:De*', 'kms:*'), {
    minLength: 1,
    maxLength: 2,
  });
  fc.assert(
    fc.property(listed, listed, fc.boolean(), fc.boolean(), (a, b, notA, notB) => {
      const expected = grants(a, notA).every((name) => grants(b, notB).includes(name));
      expect(
        covered(
          parseSymbols(textOfPolicy([one(a, notA)])),
          parseSymbols(textOfPolicy([one(b, notB)])),
        ),
      ).toBe(expected);
    }),
    { numRuns: 500 },
  );
});
