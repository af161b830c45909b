import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { finderIn } from '../../src/lint/suppress/blocks.ts';
import { readDirectives } from '../../src/lint/suppress/directive.ts';
import { holdsPlace } from '../../src/lint/suppress/reach.ts';
import { emptyInventory } from '../../src/model/inventory.ts';
import { indexAliases, hasAlias } from '../../src/model/aliases/aliases.ts';
import type { SourceLocation } from '../../src/model/location.ts';
import { lineageOf } from '../../src/model/lineage/lineage.ts';
import { alias, key, links, state } from '../support/laws/lineages.ts';
import { judge, tell } from '../support/judge/judge-suppressed.ts';

// Sizes at which work that grows with the square of the input would not end while anybody waits.

describe('comments', () => {
  test.each(['# ', '/* ', '/* \n'])('of 900,000 asterisks, begun with %j', (start) => {
    const stars = '*'.repeat(900_000);
    const end = start.startsWith('/*') ? ' */' : '';
    expect(readDirectives(`${start}kmslint:ignore a -- why${stars}x${end}`)).toMatchObject([
      { parsed: { rules: ['a'] } },
    ]);
  });

  test('above a block, 15,000 of them, suppress all the same', async () => {
    const comments = Array.from(
      { length: 15_000 },
      (_, i) => `# kmslint:ignore rotation-disabled -- reason ${i}\n`,
    );
    const text = `${comments.join('')}resource "aws_kms_key" "a" {\n}\n`;
    expect(tell(await judge({ 'a.tf': text }))).toMatchObject({
      counts: [],
      suppressed: ['rotation-disabled aws_kms_key.a: reason 0'],
    });
  });

  test('are found in the blocks that hold a place, first come first', () => {
    const location = fc
      .tuple(fc.nat(30), fc.nat(10), fc.nat(4), fc.nat(4))
      .map(([line, more, column, endColumn]): SourceLocation => {
        const endLine = line + more;
        return { kind: 'source', path: 'a.tf', line, column, endLine, endColumn };
      });
    const property = fc.property(fc.array(location), location, (blocks, place) => {
      const things = blocks.map((block, i) => ({ block, i }));
      expect(finderIn(things)(place)).toEqual(
        things.filter(({ block }) => holdsPlace(block, place)),
      );
    });
    fc.assert(property, { numRuns: 500 });
  });
});

describe('aliases', () => {
  test('200,000 on one key are one answer', () => {
    const aliases = Array.from({ length: 200_000 }, (_, i) => alias(`app-${i}`, 'a'));
    const inventory = state([key('a'), key('b')], aliases);
    const index = indexAliases(inventory);
    const [a, b] = inventory.keys;
    if (a === undefined || b === undefined) throw new Error('no keys');
    expect(hasAlias(a, inventory, index, 'any').is).toBe(true);
    expect(hasAlias(b, inventory, index, 'any').is).toBe(false);
  });

  test('20,000 that move together are one link with as much evidence', () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `app-${i}`);
    const keys = [key('a'), key('b')];
    const on = (target: string) =>
      state(
        keys,
        names.map((name) => alias(name, target)),
      );
    const [link, ...others] = lineageOf(on('b'), on('a')).links;
    expect(others).toEqual([]);
    expect(link?.evidence).toHaveLength(names.length);
    expect(links(on('b'), on('a'))).toEqual(['a → b']);
  });
});

describe('keys of one stem', () => {
  const dayOf = (rank: number) =>
    new Date(Date.UTC(2001, 0, rank)).toISOString().slice(0, 10).replaceAll('-', '');
  const versions = (count: number, rankOf: (i: number) => number) => {
    const keys = Array.from({ length: count }, (_, i) => key(`k${i}`));
    const on = keys.map((_, i) =>
      alias(`app-${dayOf(rankOf(i))}`, `k${i}`, { subject: `alias ${i}` }),
    );
    return lineageOf(state(keys, on), emptyInventory).links;
  };

  test('5,000 in a row are as many links but one', () => {
    expect(versions(5000, (i) => i + 1)).toHaveLength(4999);
  });

  test('on two levels, 5,000 are a link each, which claims nothing', () => {
    const found = versions(5000, (i) => 1 + (i % 2));
    expect(new Set(found.map(({ exists }) => exists.is))).toEqual(new Set(['unknown']));
    expect(new Set(found.map(({ doubt }) => doubt?.reason))).toEqual(new Set(['evaluation-limit']));
    const ends = found.flatMap(({ predecessor, successors }) => [predecessor, ...successors]);
    expect(new Set(ends.map((end) => end?.subject)).size).toBe(5000);
    expect(found.length).toBeLessThan(5001);
  });

  test('on two levels, few are linked each with each', () => {
    expect(versions(6, (i) => 1 + (i % 2))).toHaveLength(9);
  });
});
