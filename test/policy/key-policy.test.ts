import { describe, expect, it } from 'vitest';
import { homesOf } from '../../src/model/place/home.ts';
import {
  emptyInventory,
  type Gap,
  type Inventory,
  type Key,
  type PolicyAttachment,
} from '../../src/model/inventory.ts';
import { policyOf } from '../../src/model/keys/policy.ts';
import { undecided } from '../../src/model/truth.ts';
import { known, type Unknown, type Value } from '../../src/model/value.ts';
import { compareKeys } from '../../src/policy/compare/keys.ts';
import { allow, role, textOfPolicy } from '../support/build/policies.ts';
import {
  at,
  lostReference,
  referenceTo,
  sampleInventory,
  sampleKey,
  sampleSubject,
  told,
  untold,
} from '../support/build/sample.ts';

const text = textOfPolicy([allow({ AWS: role('a') }, 'kms:Decrypt')]);
const rootOf = (account: string) =>
  textOfPolicy([allow({ AWS: `arn:aws:iam::${account}:root` }, 'kms:*')]);
const observed = (value: string | null): Value<string | null> => known(value, 'observed', at);

function attachment(name: string, facts: Partial<PolicyAttachment> = {}): PolicyAttachment {
  return {
    ...sampleSubject(name),
    kind: 'policy',
    key: referenceTo('aws_kms_key.sample'),
    text: told(text),
    ...facts,
  };
}

/** The text, null for the default policy, or the reason why it is not known. */
function policy(
  key: Key,
  policies: readonly PolicyAttachment[] = [],
  more: Partial<Inventory> = {},
) {
  const value = policyOf(key, sampleInventory({ keys: [key], policies, ...more }));
  return value.known ? value.value : value.reason;
}

const hiding: Gap = {
  scope: 'plan.json',
  reason: 'partial-plan',
  what: 'complete is false',
  hides: ['policy'],
  at,
};

describe('the policy of a key', () => {
  it('is its argument, the attached one, or the default', () => {
    expect(policy(sampleKey({ policy: told(text) }))).toBe(text);
    expect(policy(sampleKey(), [attachment('p')])).toBe(text);
    expect(policy(sampleKey())).toBeNull();
  });

  it('is the attached one where the key only tells what AWS has', () => {
    expect(policy(sampleKey({ policy: observed(rootOf('111122223333')) }), [attachment('p')])).toBe(
      text,
    );
  });

  it('is open where it is declared twice', () => {
    const twice = 'conflicting-declarations';
    expect(policy(sampleKey({ policy: told(text) }), [attachment('p')])).toBe(twice);
    expect(policy(sampleKey({ policy: untold('policy') }), [attachment('p')])).toBe(twice);
    expect(policy(sampleKey(), [attachment('p'), attachment('q')])).toBe(twice);
  });

  it('is open where an attachment may be missing, or may be this one', () => {
    expect(policy(sampleKey(), [], { partial: [hiding] })).toBe('partial-plan');
    expect(policy(sampleKey({ policy: observed(text) }), [], { gaps: [hiding] })).toBe(
      'partial-plan',
    );
    expect(policy(sampleKey({ policy: told(text) }), [], { partial: [hiding] })).toBe(text);
    const lost = attachment('p', { key: lostReference('local.key') });
    expect(policy(sampleKey(), [lost])).toBe('known-after-apply');
    const unsure = attachment('p', { exists: undecided(untold('count')) });
    expect(policy(sampleKey(), [unsure])).toBe('known-after-apply');
  });

  it('is not that of another key, by reference or by id', () => {
    expect(policy(sampleKey(), [attachment('p', { key: referenceTo('other') })])).toBeNull();
    const byId = (id: string) =>
      attachment('p', { key: { id: told(id), branches: [], complete: true } });
    const here = sampleKey({ keyId: told('1234abcd') });
    expect(policy(here, [byId('1234abcd')])).toBe(text);
    expect(policy(here, [byId('arn:aws:kms:eu-west-1:111122223333:key/1234abcd')])).toBe(text);
    expect(policy(here, [byId('5678efab')])).toBeNull();
    expect(policy(sampleKey(), [byId('1234abcd')])).toBeNull();
  });
});

const compare = (old: Partial<Key>, next: Partial<Key>) => {
  const [a, b] = [
    sampleKey({ ...sampleSubject('a'), ...old }),
    sampleKey({ ...sampleSubject('b'), ...next }),
  ];
  const inventory = sampleInventory({ keys: [a, b] });
  return compareKeys(
    { key: a, inventory },
    { key: b, inventory },
    homesOf(inventory, emptyInventory),
  );
};
const covered = (old: Partial<Key>, next: Partial<Key>) => compare(old, next).covered.is;

describe('the policy that would cover', () => {
  const root = allow({ AWS: 'arn:aws:iam::111122223333:root' }, 'kms:*');
  const own = (Version: string | null, ...Statement: readonly object[]): Partial<Key> => ({
    policy: told(JSON.stringify({ ...(Version === null ? {} : { Version }), Statement })),
    account: told('111122223333'),
  });
  const use = allow({ AWS: role('a') }, 'kms:Decrypt');
  const tagged = {
    ...use,
    Condition: { StringEquals: { 'aws:PrincipalTag/a': '${aws:username}' } },
  };
  const versionOf = (old: Partial<Key>, next: Partial<Key>): string | null => {
    const json = compare(old, next).covering?.json ?? null;
    return json === null ? null : JSON.parse(json.join('\n')).Version;
  };

  it.each([
    ['2012-10-17', '2012-10-17', '2012-10-17'],
    ['2008-10-17', '2008-10-17', '2008-10-17'],
    [null, null, '2008-10-17'],
    // Without a policy variable the Version means nothing, and that of the successor stays.
    ['2012-10-17', '2008-10-17', '2008-10-17'],
    [null, '2012-10-17', '2012-10-17'],
  ])('has the Version of the successor: %s and %s', (old, next, expected) => {
    expect(versionOf(own(old, root, use), own(next, root))).toBe(expected);
  });

  it.each([
    ['2012-10-17', '2012-10-17', '2012-10-17'],
    ['2008-10-17', '2008-10-17', '2008-10-17'],
    ['2012-10-17', '2008-10-17', null],
    ['2008-10-17', '2012-10-17', null],
  ])(
    'is none where a policy variable would become another thing: %s and %s',
    (old, next, expected) => {
      expect(versionOf(own(old, root, tagged), own(next, root))).toBe(expected);
    },
  );
});

describe('the policies of two keys', () => {
  it('compares by meaning', () => {
    expect(covered({ policy: told(text) }, { policy: told(text) })).toBe(true);
    expect(covered({ policy: told(text) }, {})).toBe(false);
    expect(compare({ policy: told(text) }, {}).lost).toEqual([
      expect.stringContaining('Allow kms:Decrypt'),
    ]);
  });

  it('takes the default policy to be that of the key’s account, known or not', () => {
    const account = { account: told('111122223333') };
    expect(covered({}, {})).toBe(true);
    expect(covered({ policy: told(rootOf('111122223333')), ...account }, {})).toBe(true);
    expect(covered({ policy: told(rootOf('444455556666')), ...account }, {})).toBe(false);
    expect(covered({ policy: told(rootOf('111122223333')) }, {})).toBe('unknown');
  });

  it('takes one reference for one policy, and two for two', () => {
    const one = untold('data.d.json', 'data.d.json');
    expect(covered({ policy: one }, { policy: one })).toBe(true);
    expect(covered({ policy: one }, { policy: untold('data.e.json', 'data.e.json') })).toBe(
      'unknown',
    );
    expect(covered({ policy: untold('x') }, { policy: untold('x') })).toBe('unknown');
    expect(covered({ policy: one }, { policy: told(text) })).toBe('unknown');
  });

  it('reads policies of which parts are known', () => {
    const [head = '', tail = ''] = text.split('111122223333');
    const partly = (symbol: string): Unknown => ({
      ...untold(symbol),
      parts: [head, { symbol }, tail],
    });
    expect(covered({ policy: partly('x') }, { policy: partly('x') })).toBe(true);
    const { covered: other } = compare({ policy: partly('x') }, { policy: partly('y') });
    expect(other.is === 'unknown' ? other.because.map((u) => u.what) : other.is).toEqual(
      expect.arrayContaining(['x', 'y']),
    );
  });

  it('is open beside a policy that is none', () => {
    const { covered: truth } = compare({ policy: told('{') }, { policy: told(text) });
    expect(truth).toMatchObject({
      is: 'unknown',
      because: [{ reason: 'invalid-document', what: 'the policy of a' }],
    });
  });

  it('shows both policies side by side where something is lost', () => {
    const old = textOfPolicy([
      allow({ AWS: role('a') }, 'kms:Decrypt'),
      allow({ AWS: role('b') }, 'kms:Encrypt'),
    ]);
    const next = textOfPolicy([
      allow({ AWS: role('b') }, 'kms:*'),
      allow({ AWS: role('c') }, 'kms:Sign'),
    ]);
    expect(compare({ policy: told(old) }, { policy: told(next) }).rows).toEqual([
      { old: expect.stringContaining(role('a')), new: [], state: 'lost' },
      {
        old: expect.stringContaining(role('b')),
        new: [expect.stringContaining('kms:*')],
        state: 'kept',
      },
      { old: null, new: [expect.stringContaining(role('c'))], state: 'gained' },
    ]);
    expect(compare({ policy: told(old) }, { policy: told(old) }).rows).toEqual([]);
  });

  it('counts what a sensitive policy loses, and says nothing of it', () => {
    for (const side of [0, 1]) {
      const [old, next] = [text, rootOf('111122223333')].map((value, i) => ({
        policy: i === side ? ({ ...told(value), sensitive: true } as const) : told(value),
      }));
      const result = compare(old ?? {}, next ?? {});
      expect([result.covered.is, result.count, result.isSensitive]).toEqual([false, 1, true]);
      expect(JSON.stringify([result.lost, result.notes, result.rows])).toBe('[[],[],[]]');
    }
  });

  it('rests on what the texts rest on', () => {
    const assumed = { ...told(text), assumed: untold('var.policy') };
    const { covered: truth } = compare({ policy: assumed }, {});
    expect(truth).toMatchObject({ is: false, assuming: [{ what: 'var.policy' }] });
  });
});
