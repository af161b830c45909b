import { describe, expect, it } from 'vitest';
import { holdersOf, holdersOfGone } from '../../src/model/consumers/holders.ts';
import { listConsumers } from '../../src/model/consumers/listed.ts';
import type { Consumer, Inventory, Key, Target } from '../../src/model/inventory.ts';
import { undecided } from '../../src/model/truth.ts';
import { alias, change, fresh, key, links, state } from '../support/laws/lineages.ts';
import {
  lostReference,
  referenceTo,
  sampleSubject,
  told,
  untold,
} from '../support/build/sample.ts';

const [a, b, c] = [key('a'), key('b'), key('c')];

const idOf = (name: string): Target => ({ id: told(`id-${name}`), branches: [], complete: true });

/** A consumer by what its arguments hold: the names of keys, or targets. */
function consumer(
  name: string,
  held: Readonly<Record<string, string | Target>>,
  facts: Partial<Consumer> = {},
): Consumer {
  const holdings = Object.entries(held).map(([argument, target]) => ({
    argument: argument.replace(/#.*/, ''),
    key: typeof target === 'string' ? idOf(target) : target,
  }));
  return { ...sampleSubject(name), kind: 'consumer', holdings, ...facts };
}

const holding = (keys: readonly Key[], ...consumers: readonly Consumer[]): Inventory => ({
  ...state(keys),
  consumers,
});
const bucket = (held: string | Target) => consumer('bucket', { key: held });
const queue = (held: string | Target) => consumer('queue', { key: held });

const prior = holding([a, b], bucket('a'), queue('a'));

describe("a consumer's transition", () => {
  it('links the key that every consumer leaves with the one that all of them take', () => {
    expect(links(holding([a, b], bucket('b'), queue('b')), prior)).toEqual(['a → b']);
    const now = holding([a, fresh('n')], bucket(referenceTo('n')), queue(referenceTo('n')));
    expect(links(now, prior)).toEqual(['a → n']);
  });

  it('is none where one stays, goes, takes another key, or cannot be told', () => {
    const others = [
      [queue('a')],
      [],
      [queue('c')],
      [queue(lostReference('var.key'))],
      [queue({ ...referenceTo('b'), complete: false })],
      [consumer('queue', {})],
      [consumer('queue', { other: 'b' })],
      [consumer('queue', { key: 'b' }, { exists: undecided(untold('count')) })],
    ];
    for (const left of others) {
      expect(links(holding([a, b, c], bucket('b'), ...left), prior)).toEqual([]);
    }
  });

  it('is none where the other key had a consumer before', () => {
    const before = holding([a, b], bucket('a'), queue('b'));
    expect(links(holding([a, b], bucket('b'), queue('b')), before)).toEqual([]);
    expect(links(holding([a, b, c], bucket('b'), queue('c')), before)).toEqual(['b → c']);
  });

  it('is none to a key at the same address', () => {
    const before = holding([{ ...a, change: change('replace') }], bucket('a'));
    expect(links(holding([fresh('a')], bucket(referenceTo('a'))), before)).toEqual([]);
    const deposed = { ...change('delete'), deposed: true };
    const left = { ...key('x'), subject: 'a', change: deposed };
    expect(links(holding([a], bucket('a')), holding([left, a], bucket('x')))).toEqual([]);
  });

  it('wants one type and usage, and one account and Region', () => {
    const take = (next: Key) => links(holding([a, next], bucket('b')), holding([a], bucket('a')));
    expect(
      take(key('b', { keySpec: told('HMAC_256'), keyUsage: told('GENERATE_VERIFY_MAC') })),
    ).toEqual([]);
    expect(take(key('b', { keyUsage: told('SIGN_VERIFY') }))).toEqual([]);
    expect(take(key('b', { region: told('us-east-1') }))).toEqual([]);
    expect(take(key('b', { keySpec: untold('spec') }))).toEqual(['a → b?']);
    const symbols = { account: 'account of other', region: null };
    expect(take(key('b', { symbols }))).toEqual(['a → b?']);
  });

  it('pairs what one resource holds by its arguments, wherever their blocks stand', () => {
    const one = consumer('database', { storage: 'a', insights: 'c' });
    const now = consumer('database', { insights: 'x', storage: 'b' });
    expect(links(holding([a, b, c, key('x')], now), holding([a, c], one))).toEqual([
      'a → b',
      'c → x',
    ]);
    const replicas = consumer('table', { 'key#1': 'a', 'key#2': 'c' });
    const moved = consumer('table', { 'key#1': 'c', 'key#2': 'b' });
    expect(links(holding([a, b, c], moved), holding([a, c], replicas))).toEqual([]);
  });

  it('starts at the key that the plan takes away, and keeps the key whose id is still held', () => {
    const before = holding([{ ...a, change: change('delete') }], bucket('a'), queue('a'));
    expect(links(holding([b], bucket('b'), queue('b')), before)).toEqual(['a (gone) → b']);
    expect(links(holding([b], bucket('b'), queue('a')), before)).toEqual([]);
  });

  it('is weaker than a moved alias, and stronger than version aliases', () => {
    const versions = [alias('x-v1', 'b'), alias('x-v2', 'a')];
    const before = { ...state([a, b], versions), consumers: [bucket('a')] };
    const now = { ...state([a, b], versions), consumers: [bucket('b')] };
    expect(links(now, before)).toEqual(['a → b']);
    const old = { ...state([a, b], [alias('app', 'b')]), consumers: [bucket('a')] };
    const next = { ...state([a, b], [alias('app', 'a')]), consumers: [bucket('b')] };
    expect(links(next, old)).toEqual(['b → a']);
  });
});

describe('the consumers of a key', () => {
  const subjects = (list: readonly Consumer[]) => list.map(({ subject }) => subject);

  it('are those that certainly hold it', () => {
    const either = {
      id: untold('x'),
      branches: ['a', 'b'].map((i) => ({ identities: [i] })),
      complete: true,
    };
    const guarded = { exists: undecided(untold('count')), guard: 'count' };
    const inventory = holding(
      [a, b],
      bucket('a'),
      queue(either),
      consumer('topic', { key: 'a' }, guarded),
    );
    expect(subjects(holdersOf(a, inventory))).toEqual(['bucket']);
    const counted = { ...a, ...guarded };
    const together = holding([counted, b], bucket('a'), consumer('topic', { key: 'a' }, guarded));
    expect(subjects(holdersOf(counted, together))).toEqual(['bucket', 'topic']);
  });

  it('that is taken away are those that held it or name it still, and stay', () => {
    const gone = { ...a, change: change('replace') };
    const before = holding([gone], bucket('a'), queue('a'));
    const now = holding([fresh('a')], bucket(referenceTo('a')), consumer('topic', { key: 'a' }));
    expect(subjects(holdersOfGone(gone, now, before))).toEqual(['bucket', 'topic']);
  });

  it('are told by ten addresses at most', () => {
    const list = (count: number) =>
      listConsumers(
        Array.from({ length: count }, (_, i) => consumer(`x${String(i).padStart(2, '0')}`, {})),
      );
    expect(list(1)).toBe('x00');
    expect(list(3)).toBe('x00, x01 and x02');
    expect(list(10)).toBe('x00, x01, x02, x03, x04, x05, x06, x07, x08 and x09');
    expect(list(12)).toBe('x00, x01, x02, x03, x04, x05, x06, x07, x08, x09 and 2 more');
  });
});
