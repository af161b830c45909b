import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src/errors.ts';
import { looksLikePlan, parsePlan } from '../../../src/read/input/recognise.ts';
import { buildPlan } from '../../support/build/plan-builder.ts';
import { newKey } from '../../support/judge/judge-plan.ts';

// What wrappers print around the JSON: it is taken away, and nothing else is.

const plan = buildPlan({ resources: [newKey('k', { after: { description: 'a { "b": [1] }' } })] });
const line = JSON.stringify(plan);
const pretty = JSON.stringify(plan, null, 2);
const sorted = JSON.stringify(
  Object.fromEntries(Object.entries(plan).toSorted(([a], [b]) => (a < b ? -1 : 1))),
);

const stamp = (i: number) => `2026-01-02T03:04:05.${'1234567'.slice(0, 1 + (i % 7))}Z `;

/** Each line behind a prefix of its own. */
function prefixed(text: string, prefixOf: (i: number) => string): string {
  return text
    .split('\n')
    .map((l, i) => `${prefixOf(i)}${l}`)
    .join('\n');
}

const wrappers: readonly (readonly [string, (text: string) => string])[] = [
  ['nothing', (text) => text],
  ['white space', (text) => `\n  ${text}\n\n`],
  ['a [command] line', (text) => `[command]/usr/bin/terraform show -json plan\r\n${text}\r\n`],
  ['workflow commands behind it', (text) => `${text}\n::debug::Terraform exited with code 0.\n`],
  [
    'Terragrunt’s log prefix',
    (text) => prefixed(text, (i) => `16:00:0${i % 10}.000 STDOUT terraform: `),
  ],
  ['Terragrunt’s prefix of a unit', (text) => prefixed(text, () => '[live/eu (a)] terraform: ')],
  [
    'a coloured prefix',
    (text) =>
      prefixed(text, () => '\u{1B}[90m16:00:00.000\u{1B}[0m STDOUT \u{1B}[36mtofu:\u{1B}[0m '),
  ],
  ['timestamps of a CI log', (text) => prefixed(text, stamp)],
  [
    'a whole job of a CI log',
    (text) =>
      prefixed(
        `##[group]Run terraform show\n[command]/bin/terraform show -json plan\n${text}\n::set-output name=x\nDone.`,
        stamp,
      ),
  ],
  [
    'lines of a log before and behind it',
    (text) => `INFO  Downloading modules\n${text}\nINFO  Done`,
  ],
];

describe.each(wrappers)('a plan in %s', (_, wrap) => {
  test.each([
    ['one line', line],
    ['many lines', pretty],
    ['sorted members', sorted],
  ])('of %s is read', (__, text) => {
    expect(parsePlan(wrap(text), 'plan.json')).toEqual(plan);
    expect(looksLikePlan(Buffer.from(wrap(text)).subarray(0, 4096))).not.toBe(false);
  });
});

describe('refused, with the place', () => {
  test.each([
    [
      'two plans in one log',
      `12:00:00 [a] tf: ${line}\n12:00:00 [b] tf: ${line}`,
      'something follows the document',
    ],
    ['two plans, one after the other', `${line}\n${line}`, 'something follows the document'],
    ['an array of plans', `[${line}]`, 'not an object'],
    ['an array of plans, spaced', `[ ${line} ]`, 'not an object'],
    ['a log without a document', '12:00:00 nothing { to see }', 'neither plan JSON'],
    ['a plan that is cut off', `12:00:00 tf: ${line.slice(0, -9)}`, 'it ends too early'],
    ['prose about JSON', 'Use {"a": 1} here.', 'neither plan JSON'],
  ])('%s', (_, text, what) => {
    expect(() => parsePlan(text, 'plan.json')).toThrow(InputError);
    expect(() => parsePlan(text, 'plan.json')).toThrow(what);
  });

  test('a mistake is placed in the log, prefix and all', () => {
    const broken = `first\n12:00 tf: {"format_version": x}`;
    expect(() => parsePlan(broken, 'plan.json')).toThrow(/plan\.json:2:\d\d/);
  });
});

test('a text that no wrapper printed is left as it is', () => {
  const texts = fc.array(fc.constantFrom('{', '}', '"a"', ':', ' ', '\n', '1', '[', ']', ','));
  fc.assert(
    fc.property(texts, (parts) => {
      const text = `{"format_version":"1.2","planned_values":{},"x":${JSON.stringify(parts.join(''))}}`;
      expect(parsePlan(text, 'plan.json')).toEqual(JSON.parse(text));
    }),
  );
});

test('a plan that also holds schemas and more is a plan', () => {
  const more = { ...plan, provider_schemas: {}, lineage: 'x', serial: 1, '@level': 'info' };
  expect(parsePlan(JSON.stringify(more), 'plan.json')).toEqual(more);
  const schemas = JSON.stringify({ format_version: '1.0', provider_schemas: {} });
  expect(() => parsePlan(schemas, 'schema.json')).toThrow('this is a provider schema');
});
