import { describe, expect, it, test } from 'vitest';
import type { Grant, Inventory, Key } from '../../src/model/inventory.ts';
import { unconstrained, type GrantConstraints } from '../../src/model/keys/grant-terms.ts';
import { homesOf } from '../../src/model/place/home.ts';
import { unknown, type Value } from '../../src/model/value.ts';
import { coverGrant } from '../../src/policy/compare/grant/grants.ts';
import { allow, deny, role, textOfPolicy } from '../support/build/policies.ts';
import {
  at,
  referenceTo,
  sampleInventory,
  sampleKey,
  sampleSubject,
  told,
  untold,
} from '../support/build/sample.ts';

const app = role('app');
const [old, next] = ['aws_kms_key.old', 'aws_kms_key.next'];

/** A grant of Decrypt to a role. */
function grant(name: string, facts: Partial<Grant> = {}): Grant {
  return {
    ...sampleSubject(`aws_kms_grant.${name}`),
    kind: 'grant',
    key: referenceTo(next),
    grantee: told(app),
    operations: told(['Decrypt']),
    constraints: told(unconstrained),
    retirer: told(null),
    name: told(null),
    isOfService: false,
    ...facts,
  };
}

interface Given {
  /** Grants on the successor. */
  readonly grants?: readonly Partial<Grant>[];
  readonly key?: Partial<Key>;
  readonly oldKey?: Partial<Key>;
  readonly more?: Partial<Inventory>;
}

/** Whether a successor gives what a grant on its predecessor gives, and what is lost. */
function cover(facts: Partial<Grant>, { grants = [], key, oldKey, more }: Given) {
  const from = sampleKey({ ...sampleSubject(old), ...oldKey });
  const to = sampleKey({ ...sampleSubject(next), ...key });
  const given = grants.map((one, i) => grant(`g${i}`, one));
  const inventory = sampleInventory({ keys: [from, to], grants: given, ...more });
  const homes = homesOf(inventory, sampleInventory({}));
  const { covered, lost } = coverGrant(
    grant('old', { key: referenceTo(old), ...facts }),
    { key: from, inventory },
    { key: to, inventory },
    homes,
  );
  return { is: covered.is, lost, because: covered.is === 'unknown' ? covered.because : [] };
}

const ops = (...names: readonly string[]) => ({ operations: told(names) });
const to = (grantee: string) => ({ grantee: told(grantee) });
const under = (constraints: Partial<GrantConstraints>) => ({
  constraints: told({ ...unconstrained, ...constraints }),
});
const finance = { department: 'finance' };
const both = { department: 'finance', stage: 'prod' };

test.each<readonly [string, Partial<Grant>, readonly Partial<Grant>[], boolean]>([
  ['a grant like it', {}, [{}], true],
  ['no grant', {}, [], false],
  ['one to somebody else', {}, [to(role('other'))], false],
  ['one of more operations', {}, [ops('Encrypt', 'Decrypt')], true],
  ['one of other operations', {}, [ops('Encrypt')], false],
  ['two together', ops('Encrypt', 'Decrypt'), [ops('Encrypt'), ops('Decrypt')], true],
  [
    'two of whom one is somebody else',
    ops('Encrypt', 'Decrypt'),
    [ops('Encrypt'), to(role('b'))],
    false,
  ],
  ['one to the role of a session', to('arn:aws:sts::111122223333:assumed-role/app/s'), [{}], true],
  ['one to a session of the role', {}, [to('arn:aws:sts::111122223333:assumed-role/app/s')], false],
  ['one to the account of the role', {}, [to('arn:aws:iam::111122223333:root')], false],
  ['one to a service', to('rds.amazonaws.com'), [to('rds.amazonaws.com')], true],
])('%s: %s', (_, facts, grants, is) => {
  expect(cover(facts, { grants })).toMatchObject({ is, lost: is ? [] : expect.any(Array) });
});

/** The widest first; each gives what those behind it give, the last two nothing of each other. */
const widest: readonly (readonly [string, Partial<GrantConstraints>])[] = [
  ['none', {}],
  ['a subset of one pair', { subset: finance }],
  ['a subset of two pairs', { subset: both }],
  ['the whole context', { equals: both }],
];

describe('constraints', () => {
  test.each(
    widest.flatMap(([a, had], i) => widest.map(([b, has], j) => [b, a, has, had, j <= i] as const)),
  )('%s of the successor where the predecessor has %s', (_, __, has, had, is) => {
    expect(cover(under(had), { grants: [under(has)] }).is).toBe(is);
  });

  test.each<readonly [string, Partial<GrantConstraints>, Partial<GrantConstraints>]>([
    ['another value', { subset: { department: 'sales' } }, { subset: finance }],
    ['another whole context', { equals: finance }, { equals: both }],
    ['another source', { sourceArn: 'arn:aws:s3:::a' }, { sourceArn: 'arn:aws:s3:::b' }],
    ['the source of a member that every object has', { subset: { constructor: 'x' } }, {}],
  ])('%s gives nothing', (_, has, had) => {
    expect(cover(under(had), { grants: [under(has)] }).is).toBe(false);
  });

  it('hold for no operation without an encryption context', () => {
    const facts = { ...ops('DescribeKey', 'RetireGrant', 'Decrypt') };
    expect(cover(facts, { grants: [{ ...facts, ...under({ subset: finance }) }] })).toMatchObject({
      is: false,
      lost: ['Decrypt'],
    });
  });
});

test('operations that the successor has not are no loss', () => {
  const signing: Partial<Key> = {
    keySpec: told('RSA_2048' as const),
    keyUsage: told('SIGN_VERIFY' as const),
  };
  const facts = ops('Decrypt', 'GenerateDataKey', 'GetPublicKey', 'Sign');
  expect(cover(facts, { key: signing })).toMatchObject({
    is: false,
    lost: ['GetPublicKey', 'Sign'],
  });
  expect(cover(facts, {})).toMatchObject({ lost: ['Decrypt', 'GenerateDataKey'] });
  const open = cover(ops('Sign'), { key: { keyUsage: untold('key_usage') } });
  expect(open).toMatchObject({ is: 'unknown' });
});

describe('the key policy', () => {
  const withPolicy = (...statements: Parameters<typeof textOfPolicy>[0]) => ({
    policy: told(textOfPolicy(statements)),
  });
  const root = allow({ AWS: 'arn:aws:iam::111122223333:root' }, 'kms:*');
  const lets = allow({ AWS: app }, ['kms:Decrypt', 'kms:GenerateDataKey*']);

  it('gives what it allows, and the account what IAM makes of it: nothing', () => {
    expect(cover({}, { key: withPolicy(root, lets) }).is).toBe(true);
    expect(cover({}, { key: withPolicy(root) }).is).toBe(false);
    expect(cover(to('arn:aws:iam::111122223333:root'), { key: withPolicy(root) }).is).toBe(true);
  });

  it('gives some operations, where grants give the others', () => {
    const facts = ops('Decrypt', 'Encrypt', 'Sign');
    const given = { key: withPolicy(lets), grants: [ops('Encrypt')] };
    expect(cover(facts, given)).toMatchObject({ is: true, lost: [] });
    expect(cover(facts, { key: withPolicy(lets) })).toMatchObject({ is: false, lost: ['Encrypt'] });
  });

  it('gives it under conditions that the constraints meet', () => {
    const condition = {
      Condition: { StringEquals: { 'kms:EncryptionContext:department': 'finance' } },
    };
    const key = withPolicy(allow({ AWS: app }, 'kms:Decrypt', condition));
    expect(cover(under({ subset: both }), { key }).is).toBe(true);
    expect(cover(under({ equals: finance }), { key }).is).toBe(true);
    expect(cover({}, { key }).is).toBe(false);
  });

  it('takes it by a Deny, unless the predecessor has that Deny too', () => {
    const denies = deny('*', 'kms:Decrypt', {
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    const key = withPolicy(lets, denies);
    expect(cover({}, { key }).is).toBe(false);
    expect(cover({}, { key, oldKey: withPolicy(denies) }).is).toBe(true);
    expect(cover({}, { key, oldKey: { policy: untold('policy') } }).is).toBe('unknown');
    expect(cover({}, { key, grants: [{}] }).is).toBe(true);
  });

  it('of the predecessor excuses nothing, known or not', () => {
    const oldKey = withPolicy(root, deny('*', 'kms:Decrypt'));
    expect(cover({}, { oldKey }).is).toBe(false);
    expect(cover({}, { oldKey: { policy: untold('policy') } }).is).toBe(false);
  });

  it('leaves it open where it is not known, unless a grant gives it', () => {
    const key = { policy: untold('policy') };
    expect(cover({}, { key }).is).toBe('unknown');
    expect(cover({}, { key, grants: [{}] }).is).toBe(true);
  });
});

describe('what is not known', () => {
  const symbol = (name: string): Value<string> => untold(name, name);

  it('is equal where it is one expression', () => {
    const grantee = symbol('aws_iam_role.app.arn');
    expect(cover({ grantee }, { grants: [{ grantee }] }).is).toBe(true);
    const other = symbol('aws_iam_role.other.arn');
    expect(cover({ grantee }, { grants: [{ grantee: other }] }).is).toBe(false);
    const variable = symbol('var.grantee');
    expect(cover({ grantee }, { grants: [{ grantee: variable }] })).toMatchObject({
      is: 'unknown',
    });
    expect(cover({ grantee: untold('grantee') }, { grants: [{}] }).is).toBe('unknown');
  });

  it('leaves operations and constraints open, unless they are one expression', () => {
    const operations = untold('var.operations', 'var.operations');
    expect(cover({ operations }, { grants: [{ operations }] }).is).toBe(true);
    expect(cover({ operations }, { grants: [{}] }).is).toBe('unknown');
    expect(cover({}, { grants: [{ operations }] }).is).toBe('unknown');
    const constraints = untold('var.constraints', 'var.constraints');
    expect(cover({ constraints }, { grants: [{ constraints }] }).is).toBe(true);
    expect(cover({ constraints }, { grants: [{}] }).is).toBe(true);
    expect(cover({}, { grants: [{ constraints }] }).is).toBe('unknown');
    expect(cover({ constraints }, { grants: [under({ subset: finance })] }).is).toBe('unknown');
  });

  it('may be a grant that was not read, on the successor', () => {
    const hides = {
      scope: 'plan.json',
      reason: 'partial-plan',
      what: 'complete is false',
      at,
    } as const;
    const hidden = cover({}, { more: { partial: [{ ...hides, hides: ['grant'] }] } });
    expect(hidden.because).toMatchObject([{ reason: 'partial-plan' }]);
    const exit = unknown('unset-variable', 'output.key_id', at);
    expect(cover({}, { key: { exit } }).because).toEqual([exit]);
    const grantsUnread = unknown('access-denied', 'ListGrants', at);
    expect(cover({}, { key: { grantsUnread } }).because).toEqual([grantsUnread]);
  });

  it('is a default that a caller may change: it makes nothing certain', () => {
    const assumed = unknown('unset-variable', 'grantee', at, 'grantee');
    const from = { grantee: { ...told(role('example')), assumed } };
    const result = cover(from, { grants: [{}] });
    expect(result.is).toBe(false);
    const key = sampleKey(sampleSubject(old));
    const inventory = sampleInventory({ keys: [key] });
    const { covered } = coverGrant(
      grant('old', from),
      { key, inventory },
      { key, inventory },
      homesOf(inventory, inventory),
    );
    expect(covered).toMatchObject({ is: false, assuming: [assumed] });
  });
});
