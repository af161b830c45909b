import { describe, expect, it } from 'vitest';
import type { Alias, Key } from '../../src/model/inventory.ts';
import { undecided } from '../../src/model/truth.ts';
import { alias, change, fresh, key, links, state } from '../support/laws/lineages.ts';
import { lostReference, referenceTo, told, untold } from '../support/build/sample.ts';

const [a, b, c] = [key('a'), key('b'), key('c')];
const moved = (next: Partial<Alias>, keys: readonly Key[] = [a, b], earlier: Partial<Alias> = {}) =>
  links(state(keys, [alias('app', 'a', next)]), state([a, b], [alias('app', 'a', earlier)]));

const branches = (names: readonly string[]) => ({
  id: untold('var.blue'),
  branches: names.map((name) => ({ identities: [name] })),
  complete: true,
});

const stem = (...pairs: readonly (readonly [string, string])[]) =>
  links(
    state(
      [a, b, c],
      pairs.map(([name, target]) => alias(name, target)),
    ),
  );

describe('a transition', () => {
  it('links the old target with the new one', () => {
    expect(moved(alias('app', 'b'))).toEqual(['a → b']);
  });

  it('follows the references of an unknown target', () => {
    expect(moved({ target: referenceTo('n') }, [a, fresh('n')])).toEqual(['a → n']);
  });

  it('is none where the key stays, or is replaced at its own address', () => {
    expect(moved({})).toEqual([]);
    expect(moved({ target: referenceTo('a') }, [fresh('a')])).toEqual([]);
    const replaced = { ...a, change: change('replace') };
    const before = state([replaced], [alias('app', 'a')]);
    const now = state([fresh('a')], [alias('app', 'a', { target: referenceTo('a') })]);
    expect(links(now, before)).toEqual([]);
  });

  it('is none for another name, AWS aliases, or a key in another Region', () => {
    expect(moved({ ...alias('other', 'b'), identity: 'alias of app' })).toEqual([]);
    const aws = { name: told('alias/aws/s3') };
    expect(moved({ ...alias('app', 'b'), ...aws }, [a, b], aws)).toEqual([]);
    const elsewhere = key('b', { region: told('us-east-1') });
    expect(moved(alias('app', 'b'), [a, elsewhere])).toEqual([]);
  });

  it('follows a name that another resource takes over', () => {
    const before = alias('app', 'a', { identity: 'x', change: change('delete') });
    const now = alias('app', 'b', { identity: 'y' });
    expect(links(state([a, b], [now]), state([a, b], [before]))).toEqual(['a → b']);
    const kept = { ...before, change: change('none') };
    expect(links(state([a, b], [now]), state([a, b], [kept]))).toEqual([]);
  });

  it('keeps the alternatives of a conditional target, and asks where the key may stay', () => {
    expect(moved({ target: branches(['b', 'c']) }, [a, b, c])).toEqual(['a → b|c']);
    expect(moved({ target: branches(['a', 'b']) })).toEqual(['a → b?']);
    expect(moved({ target: lostReference('local.key') })).toEqual(['a → ?']);
  });

  it('tells an end that is not in the input', () => {
    expect(moved(alias('app', 'nowhere'))).toEqual(['a → ']);
    expect(links(state([b], [alias('app', 'b')]), state([b], [alias('app', 'a')]))).toEqual([
      '? → b',
    ]);
  });

  it('starts at the key that the plan takes away', () => {
    for (const action of ['delete', 'replace', 'forget'] as const) {
      const before = state([{ ...a, change: change(action) }, b], [alias('app', 'a')]);
      const keys = action === 'replace' ? [fresh('a'), b] : [b];
      expect(links(state(keys, [alias('app', 'b')]), before)).toEqual(['a (gone) → b']);
    }
  });
});

describe('stems', () => {
  it('order keys by version, neighbours linked, a staged successor too', () => {
    expect(stem(['x-v1', 'a'], ['x-v2', 'b'], ['x-v10', 'c'], ['x', 'a'])).toEqual([
      'a → b',
      'b → c',
    ]);
    expect(stem(['x-202601', 'b'], ['x-20251231', 'a'])).toEqual(['a → b']);
  });

  it('put the last date before a moving target without a version, and numbers not', () => {
    expect(stem(['x-202601', 'a'], ['x-current', 'b'])).toEqual(['a → b']);
    expect(stem(['x-202501', 'c'], ['x-202601', 'a'], ['x', 'b'])).toEqual(['a → b', 'c → a']);
    expect(stem(['x-v1', 'a'], ['x-current', 'b'])).toEqual([]);
    expect(stem(['x-202601', 'a'], ['x-v2', 'b'], ['x-current', 'b'])).toEqual([]);
    expect(stem(['x-202601', 'a'], ['x-current', 'a'])).toEqual([]);
  });

  it('never compare dates with numbers, other stems, or names that are no versions', () => {
    expect(stem(['x-202601', 'a'], ['x-v2', 'b'])).toEqual([]);
    expect(stem(['x-v1', 'a'], ['y-v2', 'b'])).toEqual([]);
    expect(stem(['x-1', 'a'], ['x-2', 'b'], ['x', 'c'])).toEqual([]);
  });

  it('stay within account and Region', () => {
    const far = { region: told('us-east-1') };
    const aliases = [alias('x-v1', 'a'), alias('x-v2', 'b', far)];
    expect(links(state([a, key('b', far)], aliases))).toEqual([]);
    const other = {
      account: untold('account'),
      symbols: { account: 'account of b', region: null },
    };
    expect(
      links(state([a, key('b', other)], [alias('x-v1', 'a'), alias('x-v2', 'b', other)])),
    ).toEqual([]);
  });

  it('know that a known account and a symbol are one, by a third object', () => {
    const known = { account: told('111122223333') };
    const aliases = [alias('x-v1', 'a', known), alias('x-v2', 'b')];
    expect(links(state([key('a', known), b], aliases))).toEqual(['a → b']);
  });

  it('leave one date on two keys without an order', () => {
    expect(stem(['x-202601', 'a'], ['x_202601', 'b'], ['x-202602', 'c'])).toEqual([
      'a → c?',
      'b → c?',
    ]);
  });

  it('doubt what lies beside a key that is not certain', () => {
    const two = { id: untold('i'), branches: [{ identities: ['a', 'b'] }], complete: true };
    const aliases = [alias('x-v1', 'a', { target: two }), alias('x-v2', 'c')];
    expect(links(state([a, b, c], aliases))).toEqual(['a → c?', 'b → c?']);
    const unsure = alias('x-v1', 'a', { exists: undecided(untold('count')) });
    expect(links(state([a, b], [unsure, alias('x-v2', 'b')]))).toEqual(['a → b?']);
  });

  it('remember what the aliases said before the plan', () => {
    const before = state(
      [{ ...a, change: change('delete') }, b],
      [alias('x-202601', 'a'), alias('x', 'b')],
    );
    expect(links(state([b], [alias('x', 'b')]), before)).toEqual(['a (gone) → b']);
  });
});
