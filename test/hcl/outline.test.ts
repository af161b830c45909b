import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Body } from '../../src/hcl/language/source.ts';
import { meaningsBy } from '../../src/hcl/syntax/meaning.ts';
import { outline, outlineJson, type OutlinedBlock } from '../../src/hcl/syntax/outline.ts';
import { startParser, type HclParser } from '../../src/hcl/syntax/parser.ts';
import { loadFinder, type Finder } from '../../src/hcl/syntax/place.ts';
import { hclFiles } from '../support/build/hcl-files.ts';

const numRuns = Number(process.env['KMSLINT_RUNS'] ?? 300);
const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));
const hasCorpus = existsSync(corpus);
const reason = hasCorpus ? '' : ' (skipped: ../shared/corpus is absent)';

let parser: HclParser;
let find: Finder;

beforeAll(async () => {
  parser = startParser();
  find = await loadFinder();
});
afterAll(async () => {
  await parser.close();
});

/** What the parser says of a file; null where it refuses it. */
function parsed(text: string): readonly OutlinedBlock[] | null {
  if (parser.file('main.tf', text)().error !== undefined) return null;
  const file = find('main.tf', text, meaningsBy(parser));
  return file === null ? null : blocksOf(file.body);
}

function blocksOf({ blocks }: Body): readonly OutlinedBlock[] {
  return blocks.map(({ type, labels, body, at }) => ({
    type,
    labels,
    args: new Map([...body.args].map(([name, { source }]) => [name, source.trim()])),
    blocks: blocksOf(body),
    line: at.line,
  }));
}

function outlined(text: string): readonly OutlinedBlock[] | null {
  const trim = (blocks: readonly OutlinedBlock[]): readonly OutlinedBlock[] =>
    blocks.map((block) => ({
      ...block,
      args: new Map([...block.args].map(([name, source]) => [name, source.trim()])),
      blocks: trim(block.blocks),
    }));
  const found = outline(text);
  return found === null ? null : trim(found);
}

describe('the outline of a file', () => {
  it('is what the parser finds in it', () => {
    let accepted = 0;
    fc.assert(
      fc.property(hclFiles, (text) => {
        const expected = parsed(text);
        if (expected === null) return;
        accepted++;
        expect(outlined(text)).toEqual(expected);
      }),
      { numRuns },
    );
    expect(accepted).toBeGreaterThan(numRuns / 4);
  });

  it('ends for any text, and is null where brackets, texts or comments do not close', () => {
    fc.assert(
      fc.property(hclFiles, fc.nat(), (text, cut) => {
        const rest = text.slice(0, cut % (text.length + 1));
        const found = outlined(rest);
        const expected = parsed(rest);
        if (expected !== null) expect(found).toEqual(expected);
      }),
      { numRuns },
    );
    for (const text of [
      'a {',
      'a "b',
      'a { b = [',
      '/* a',
      'a { b = <<X\n',
      'a = "\n"\n',
      '}',
      '= 1',
    ])
      expect([text, outline(text)]).toEqual([text, null]);
  });

  it.skipIf(!hasCorpus)(`is what the parser finds in the corpora${reason}`, () => {
    const names = readdirSync(corpus, { recursive: true, encoding: 'utf8' });
    const files = names.filter((name) => /\.(?:tf|hcl|tfvars)$/.test(name));
    for (const name of files) {
      const text = readFileSync(corpus + name, 'utf8');
      const expected = parsed(text);
      if (expected !== null) expect([name, outlined(text)]).toEqual([name, expected]);
    }
    expect(files.length).toBeGreaterThan(100);
  });

  it('reads the JSON syntax', () => {
    const text = `{
      "module": { "a": { "source": "./a", "count": 0 }, "b": [{ "source": "./b" }] },
      "provider": { "aws": [{ "alias": "x" }, { "region": "eu-west-1" }] }
    }`;
    const found = (outlineJson(text) ?? []).map(({ type, labels, args, line }) => [
      [type, ...labels].join('.'),
      Object.fromEntries(args),
      line,
    ]);
    expect(found).toEqual([
      ['module.a', { source: './a', count: '0' }, 2],
      ['module.b', { source: './b' }, 2],
      ['provider.aws', { alias: 'x' }, 3],
      ['provider.aws', { region: 'eu-west-1' }, 3],
    ]);
    expect(outlineJson('{ "module": ')).toBeNull();
  });
});
