import { describe, expect, it } from 'vitest';
import { emptyInventory, type Alias, type Inventory, type Key } from '../src/model/inventory.ts';
import { lineageOf, type Declaration } from '../src/model/lineage.ts';
import { undecided, type Truth } from '../src/model/truth.ts';
import {
  at,
  lostReference,
  referenceTo,
  sampleInventory,
  sampleKey,
  sampleSubject,
  told,
  untold,
} from './sample.ts';

/** A key that is there already; its address is its name. */
function key(name: string, facts: Partial<Key> = {}): Key {
  return sampleKey({ ...sampleSubject(name), keyId: told(`id-${name}`), ...facts });
}

function fresh(name: string, facts: Partial<Key> = {}): Key {
  return key(name, { keyId: untold(`${name}.key_id`), ...facts });
}

function alias(name: string, target: string, facts: Partial<Alias> = {}): Alias {
  return {
    ...sampleSubject(`alias of ${name}`),
    kind: 'alias',
    name: told(`alias/${name}`),
    target: { id: told(`id-${target}`), branches: [], complete: true },
    change: null,
    ...facts,
  };
}

const state = (keys: readonly Key[], aliases: readonly Alias[] = []): Inventory =>
  sampleInventory({ keys, aliases });

/** `a → b`, with a question mark where it is not certain, and a fork marked. */
function links(
  present: Inventory,
  prior: Inventory = emptyInventory,
  declared: readonly Declaration[] = [],
): readonly string[] {
  return lineageOf(present, prior, declared)
    .links.map(({ predecessor, isGone, successors, exists, fork }) => {
      const from = `${predecessor?.subject ?? '?'}${isGone ? ' (gone)' : ''}`;
      const to = successors.map((k) => k.subject).join('|');
      return `${from} → ${to}${exists.is === true ? '' : '?'}${fork === null ? '' : ' fork'}`;
    })
    .toSorted();
}

const [a, b, c] = [key('a'), key('b'), key('c')];
const moved = (next: Partial<Alias>, keys: readonly Key[] = [a, b], earlier: Partial<Alias> = {}) =>
  links(state(keys, [alias('app', 'a', next)]), state([a, b], [alias('app', 'a', earlier)]));

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
    const branches = (names: readonly string[]) => ({
      id: untold('var.blue'),
      branches: names.map((name) => ({ identities: [name] })),
      complete: true,
    });
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
  const stem = (...pairs: readonly (readonly [string, string])[]) =>
    links(
      state(
        [a, b, c],
        pairs.map(([name, target]) => alias(name, target)),
      ),
    );

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

describe('a declaration', () => {
  const tagged = (value: string, keys: readonly Key[] = [a], aliases: readonly Alias[] = []) =>
    links(state([...keys, key('n', { tags: told({ 'kmslint:predecessor': value }) })], aliases));

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

describe('the shape', () => {
  const tag = (name: string, predecessor: string) =>
    key(name, { tags: told({ 'kmslint:predecessor': predecessor }) });

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

  it('tells predecessors, and where tags leave it open', () => {
    const isPredecessor = (k: Key, keys: readonly Key[]): Truth['is'] =>
      lineageOf(state(keys), emptyInventory).isPredecessor(k).is;
    expect(isPredecessor(a, [a, tag('b', 'a')])).toBe(true);
    expect(isPredecessor(a, [a, b])).toBe(false);
    const unread = key('b', { tags: untold('local.tags') });
    expect(isPredecessor(a, [a, unread])).toBe('unknown');
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

function change(action: 'delete' | 'replace' | 'forget' | 'none') {
  return { action, forcedBy: [], tainted: false, deposed: false, at } as const;
}

it('reads ten thousand links in time that grows with their number', () => {
  const build = (n: number): Inventory => {
    const keys = Array.from({ length: n + 1 }, (_, i) => key(`k${i}`));
    const aliases = keys.flatMap((k, i) => [
      alias(`s${i >> 1}-v${(i % 2) + 1}`, k.subject),
      alias(`long-2026-01-01/${i}`, k.subject),
    ]);
    return state(keys, aliases);
  };
  const time = (n: number): number => {
    const inventory = build(n);
    const started = performance.now();
    expect(lineageOf(inventory, emptyInventory).links.length).toBeGreaterThan(n / 3);
    return performance.now() - started;
  };
  time(1000);
  expect(time(20_000)).toBeLessThan(8000);
});
