import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { check } from '../../src/lint/check.ts';
import { emptyInventory, type Inventory, type Source } from '../../src/model/inventory.ts';
import type { Finding, VerdictKind } from '../../src/model/finding.ts';
import type { States } from '../../src/read/read.ts';
import type { OptionSchema, Options, Rule } from '../../src/rule/rule.ts';
import {
  accountOf,
  besideOf,
  besides,
  casesOf,
  examplesOf,
  optionsFor,
  readAccount,
  readOptions,
  readStates,
  suffixes,
} from '../support/judge/examples.ts';
import { codeBlocks, imbalance, items, paragraphs, readPage } from '../support/report/page.ts';

const folder = new URL('../../rules/', import.meta.url);

const sourceNames: Readonly<Record<Source, string>> = {
  hcl: 'HCL',
  plan: 'plan',
  state: 'state',
  live: 'live',
};
const demanded = ['pass', 'fail', 'open'];

const headings = [
  '## What it checks',
  '## Why it matters',
  '## Examples',
  '## When it cannot tell',
  '## How to fix',
  '## Options',
  '## Compliance',
  '## References',
];

/** What judges suppressions has no inventory to be shown on: `suppress.test.ts` judges the examples of its page. */
const inventoryRules = rules.filter((rule) => rule.about === undefined);

const folders = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .toSorted();

it('lists exactly the folders, in their order', () => {
  expect(rules.map((rule) => rule.id)).toEqual(folders);
});

it.each(folders)('%s holds a rule, its page and its examples', (id) => {
  const names = readdirSync(new URL(`${id}/`, folder));
  const judged = inventoryRules.some((rule) => rule.id === id);
  const examples = judged ? ['examples'] : [];
  expect(names.toSorted()).toEqual(['README.md', ...examples, 'rule.ts']);
});

describe.each(rules)('the page of $id', (rule) => {
  const text = readFileSync(new URL(`${rule.id}/README.md`, folder), 'utf8');
  const page = readPage(text);
  const section = (heading: string): string => page.sections.get(heading) ?? '';

  it('has the headings of every page, in order, and text under each', () => {
    expect(page.headings).toEqual([`# ${rule.id}`, ...headings]);
    expect(headings.filter((heading) => section(heading).trim() === '')).toEqual([]);
  });

  it('begins with one sentence and the facts of the rule', () => {
    expect(page.summary).toMatch(/^[^.]+\.$/);
    const also = (rule.otherSeverities ?? []).join(' or ');
    const severity = also === '' ? rule.severity : `${rule.severity}, sometimes ${also}`;
    const sources = rule.sources.map((source) => sourceNames[source]).join(', ');
    const optIn = rule.isOptIn === true ? ' · Opt-in' : '';
    expect(page.facts).toBe(`Severity: ${severity} · Sources: ${sources}${optIn}`);
  });

  it('describes the options of the rule', () => {
    const options = Object.entries(rule.options?.properties ?? {});
    expect(items(section('## Options'))).toEqual(options.map(printOption));
    expect(paragraphs(section('## Options'))[0] === 'None.').toBe(options.length === 0);
  });

  it('names the compliance controls and references of the rule', () => {
    const { compliance = [] } = rule;
    expect(items(section('## Compliance'))).toEqual(compliance);
    expect(paragraphs(section('## Compliance'))[0] === 'None.').toBe(compliance.length === 0);
    expect(items(section('## References'))).toEqual(rule.references.map((url) => url.href));
    expect(rule.references.length).toBeGreaterThan(0);
  });

  it('shows HCL in its examples, and HCL and the AWS CLI in its fix', () => {
    const fix = section('## How to fix');
    expect(codeBlocks(section('## Examples'), 'hcl').length).toBeGreaterThan(0);
    expect(codeBlocks(fix, 'hcl').length).toBeGreaterThan(0);
    expect(codeBlocks(fix, 'sh').join('\n')).toMatch(/^aws (kms|cloudhsmv2) /m);
    expect(
      codeBlocks(text, 'hcl')
        .map(imbalance)
        .filter((flaw) => flaw !== null),
    ).toEqual([]);
  });

  it('reads well in a terminal, and names nobody', () => {
    expect(text.split('\n').filter((line) => line.length > 110)).toEqual([]);
    expect(text).not.toMatch(/<[a-z/!]|\t| +$/m);
    expect(strangers(text)).toEqual([]);
  });
});

/** The account and key ids that are none of the placeholders of the AWS documentation. */
function strangers(text: string): readonly string[] {
  const ids = text.match(/\b(\d{12}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|mrk-[0-9a-f]+)\b/g) ?? [];
  const placeholders = new Set([
    '111122223333',
    '1234abcd-12ab-34cd-56ef-1234567890ab',
    '0987dcba-09fe-87dc-65ba-ab0987654321',
  ]);
  return ids.filter((id) => !placeholders.has(id) && id !== 'mrk-1234abcd12ab34cd56ef1234567890ab');
}

describe.each(inventoryRules)('the examples of $id', (rule) => {
  const { folder: examples, names } = examplesOf(rule);
  const cases = casesOf(rule);
  const claimed = rule.sources;

  it.each(claimed)('show every kind, read from %s', (source) => {
    for (const kind of demanded) expect(names).toContain(`${kind}${suffixes[source]}`);
  });

  it('are all judged, and no options lie beside nothing', () => {
    const judged = new Set(
      cases.flatMap(({ name }) => [
        name,
        optionsFor(name),
        accountOf(name),
        ...besides.map(besideOf(name)),
      ]),
    );
    expect(names.filter((name) => !judged.has(name))).toEqual([]);
  });

  it('names what a live scan must read for it, if it judges live state', () => {
    expect(rule.facts !== undefined).toBe(rule.sources.includes('live'));
  });

  it.each(cases)('$name gives the kind of its name', async ({ name, source }) => {
    const options = readOptions(examples, name);
    expect(new Ajv().validate(rule.options ?? { type: 'object', maxProperties: 0 }, options)).toBe(
      true,
    );
    const text = readFileSync(new URL(name, examples), 'utf8');
    const states = await readStates(examples, { source, name });
    const account = readAccount(examples, { source, name });
    const kinds = judge(rule, states, account, options).map((finding) => finding.kind);
    const kind = kindOf(name);
    expect(kinds).toContain(kind);
    expect(kinds.includes('fail')).toBe(kind === 'fail');
    expect(strangers(text)).toEqual([]);
  });
});

it('takes apart what a page could get wrong', () => {
  expect(imbalance('a = [ { b = "}" } ]')).toBeNull();
  expect(imbalance('a {')).toContain('without its end');
  expect(imbalance('a = (1]')).toContain('without its beginning');
  expect(imbalance('a = "b')).toContain('quote');
  expect(readPage('# a\n```sh\n# no heading\n```\n').headings).toEqual(['# a']);
});

function printOption([name, schema]: readonly [string, OptionSchema]): string {
  const { type, minimum, maximum, items: element } = schema;
  const kind = element === undefined ? type : `${type} of ${element.type}`;
  const range = minimum === undefined ? [] : [`${minimum}–${maximum ?? ''}`];
  const choices = schema.enum?.map((choice) => `\`${choice}\``) ?? [];
  const choice = choices.length === 0 ? [] : [`one of ${choices.join(', ')}`];
  const fallback = `default \`${JSON.stringify(schema.default)}\``;
  return `\`${name}\` (${[kind, ...range, ...choice, fallback].join(', ')}): ${schema.description}.`;
}

function kindOf(name: string): VerdictKind {
  const word = name.split(/[-.]/)[0];
  const kind = (['pass', 'fail', 'open', 'notApplicable'] as const).find((k) => k === word);
  if (kind === undefined) throw new Error(`${name} begins with no kind of verdict`);
  return kind;
}

function judge(
  rule: Rule,
  { present, prior, lastKnown = emptyInventory }: States,
  account: Inventory,
  given: Options,
): readonly Finding[] {
  // A refused answer is what an open example of a live account is about.
  const unread = [...present.gaps, ...prior.gaps].filter(
    ({ unanswered }) => unanswered === undefined,
  );
  expect(unread).toEqual([]);
  const defaults = Object.entries(rule.options?.properties ?? {}).map(
    ([name, schema]): [string, unknown] => [name, schema.default],
  );
  const options = { ...Object.fromEntries(defaults), ...given };
  return check(present, { rules: [rule], prior, lastKnown, account, optionsOf: () => options });
}
