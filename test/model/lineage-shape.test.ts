import { describe, expect, it } from 'vitest';
import { emptyInventory, type Alias, type Key } from '../../src/model/inventory.ts';
import { lineageOf } from '../../src/model/lineage/lineage.ts';
import type { Truth } from '../../src/model/truth.ts';
import { alias, key, links, state } from '../support/laws/lineages.ts';
import { at, told, untold } from '../support/build/sample.ts';

const [a, b] = [key('a'), key('b')];
const tagged = (value: string, keys: readonly Key[] = [a], aliases: readonly Alias[] = []) =>
  links(state([...keys, key('n', { tags: told({ 'kmslint:predecessor': value }) })], aliases));

const tag = (name: string, predecessor: string) =>
  key(name, { tags: told({ 'kmslint:predecessor': predecessor }) });

const isPredecessor = (k: Key, keys: readonly Key[]): Truth['is'] =>
  lineageOf(state(keys), emptyInventory).isPredecessor(k).is;

describe('a declaration', () => {
  it.each([
    ['a key id', 'id-a'],
    ['an address', 'a'],
    ['a key ARN', 'arn:aws:kms:eu-west-1:111122223333:key/id-a'],
    ['an alias', 'alias/old'],
    ['an alias ARN', 'arn:aws:kms:eu-west-1:111122223333:alias/old'],
  ])('names the predecessor by %s', (_, value) => {
    expect(tagged(value, [a], [alias('old', 'a')])).toEqual(['a → n']);
  });

  it('never crosses Regions, and tells what it cannot find', () => {
    expect(tagged('id-a', [key('a', { region: told('us-east-1') })])).toEqual(['? → n']);
    expect(tagged('arn:aws:kms:us-east-1:111122223333:key/id-a')).toEqual(['? → n']);
    expect(tagged('id-other')).toEqual(['? → n']);
  });

  it('may come from the configuration', () => {
    expect(
      links(state([a, b]), emptyInventory, [{ predecessor: 'a', successor: 'b', at }]),
    ).toEqual(['a → b']);
  });
});

describe('stems', () => {
  it('take no alias whose key is in another Region, where no alias can point at it', () => {
    const aliases = [alias('x-v1', 'a'), alias('x-v2', 'far'), alias('x-v3', 'b')];
    const far = key('far', { region: told('us-east-1') });
    expect(links(state([a, far, b], aliases))).toEqual(['a → b']);
    expect(links(state([a, key('far'), b], aliases))).toEqual(['a → far', 'far → b']);
  });
});

describe('the shape', () => {
  it('has chains of any length', () => {
    const keys = [a, tag('b', 'a'), tag('c', 'b')];
    expect(links(state(keys))).toEqual(['a → b', 'b → c']);
  });

  it('leaves a cycle open, and not what leads to it', () => {
    const cycle = [tag('a', 'c'), tag('b', 'a'), tag('c', 'b')];
    expect(links(state(cycle))).toEqual(['a → b?', 'b → c?', 'c → a?']);
    const pair = [key('z'), tag('a', 'b'), tag('b', 'a')];
    const into = [alias('x-v1', 'z'), alias('x-v2', 'b')];
    expect(links(state(pair, into))).toEqual(['a → b?', 'b → a?', 'z → b']);
  });

  it('marks a fork, and takes a shortcut along a chain for none', () => {
    expect(links(state([a, tag('b', 'a'), tag('c', 'a')]))).toEqual(['a → b fork', 'a → c fork']);
    const chain = [alias('x-v1', 'a'), alias('x-v2', 'b'), alias('x-v3', 'c')];
    expect(links(state([a, b, tag('c', 'a')], chain))).toEqual(['a → b', 'a → c', 'b → c']);
  });

  it('lets a rollback stand against the order of the version aliases', () => {
    const versions = [alias('x-v1', 'a'), alias('x-v2', 'b')];
    const before = state([a, b], [...versions, alias('x', 'b')]);
    expect(links(state([a, b], [...versions, alias('x', 'a')]), before)).toEqual(['b → a']);
  });

  it('joins the evidence of one link, strongest first', () => {
    const versions = [alias('x-v1', 'a'), alias('x-v2', 'b')];
    const before = state([a, b], [...versions, alias('x', 'a')]);
    const keys = [a, tag('b', 'a')];
    const { links: all } = lineageOf(state(keys, [...versions, alias('x', 'b')]), before);
    expect(all.map(({ evidence }) => evidence.map(({ kind }) => kind))).toEqual([
      ['transition', 'stem', 'earlier stem', 'declared'],
    ]);
    expect(all[0]?.evidence.map(({ text }) => text)).toEqual([
      'alias/x moves from a to b',
      'alias/x-v1 is on a and alias/x-v2 on b',
      'before the plan, alias/x-v1 is on a and alias/x-v2 on b',
      'the tag kmslint:predecessor of b names its predecessor',
    ]);
  });

  it('tells predecessors, and takes tags that could not be read for no evidence', () => {
    expect(isPredecessor(a, [a, tag('b', 'a')])).toBe(true);
    expect(isPredecessor(a, [a, b])).toBe(false);
    const unread = key('b', { tags: untold('local.tags') });
    expect(isPredecessor(a, [a, unread])).toBe(false);
    expect(isPredecessor(unread, [a, unread])).toBe(false);
  });

  it('never crosses scopes', () => {
    const far = { scope: 'other.json' };
    expect(links(state([a, key('b', far)], [alias('x-v1', 'a'), alias('x-v2', 'b', far)]))).toEqual(
      [],
    );
    expect(links(state([key('a', far), tag('b', 'a')]))).toEqual(['? → b']);
  });
});
