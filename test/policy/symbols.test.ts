import { describe, expect, test } from 'vitest';
import type { Location } from '../../src/model/location.ts';
import { pathOf } from '../../src/model/location.ts';
import {
  compare,
  covered,
  oldArn,
  newArn,
  context,
  parseSymbols,
  reasons,
  role,
} from '../support/build/policies.ts';

/** A policy of one statement, its elements given as text. */
function policyOf(elements: {
  readonly principal?: string;
  readonly action?: string;
  readonly more?: string;
  readonly effect?: string;
}) {
  return parseSymbols(`{"Version": "2012-10-17", "Statement": [${statement(elements)}]}`);
}

function statement({
  principal = `{"AWS": "${role('a')}"}`,
  action = '"kms:*"',
  more = '',
  effect = '"Allow"',
}: Parameters<typeof policyOf>[0]) {
  return `{"Effect": ${effect}, "Principal": ${principal}, "Action": ${action}, "Resource": "*"${more}}`;
}

const account = (symbol: string) =>
  policyOf({ principal: `{"AWS": "arn:aws:iam::<<${symbol}>>:root"}` });

const when = (condition: string) => policyOf({ more: `, "Condition": ${condition}` });

const open = (...statements: readonly string[]) =>
  parseSymbols(`{"Version": "2012-10-17", "Statement": [${statements.join(', ')}]}`);

const on = (resource: string) =>
  parseSymbols(
    `{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "${resource}"}}`,
  );

describe('partly known strings', () => {
  test('the same unresolved account id is equal to itself', () => {
    const self = account('data.aws_caller_identity.current.account_id');
    expect(covered(self, account('data.aws_caller_identity.current.account_id'))).toBe(true);
    expect(
      covered(
        self,
        policyOf({ principal: '{"AWS": "<<data.aws_caller_identity.current.account_id>>"}' }),
      ),
    ).toBe(true);
  });

  test('different unresolved parts leave it open, naming both and where they stand', () => {
    const at: Location = { kind: 'plan', path: 'new.json', pointer: '', source: null };
    const successor = { ...context.successor, at };
    const result = compare(account('var.a'), account('var.b'), { successor });
    const because = result.covered.is === 'unknown' ? result.covered.because : [];
    expect(new Set(because.map((u) => [u.symbol, u.reason, pathOf(u.at)].join(' ')))).toEqual(
      new Set(['var.a unresolved-reference plan.json', 'var.b unresolved-reference new.json']),
    );
    expect(result.undecided).toHaveLength(1);
    expect(result.lost).toEqual([]);
  });

  test.each<[string, string, boolean | 'unknown']>([
    ['arn:aws:iam::<<x>>:role/a', 'arn:aws:iam::<<x>>:role/a', true],
    ['arn:aws:iam::<<x>>:role/a', 'arn:aws:iam::<<x>>:role/b', false],
    ['arn:aws:iam::<<x>>:role/a', 'arn:aws:iam::111122223333:role/a', 'unknown'],
    ['arn:aws:iam::<<x>>:role/a', 'arn:aws:iam::111122223333:user/a', false],
    ['arn:aws:iam::<<x>>:root', 'arn:aws:iam::111122223333:role/a', false],
    ['arn:aws:iam::<<x>>:root', '111122223333', 'unknown'],
    ['<<x>>', 'arn:aws:iam::111122223333:role/a', 'unknown'],
    ['<<x>>', '*', true],
    ['*', '<<x>>', 'unknown'],
  ])('principal %s under %s', (a, b, expected) => {
    expect(
      covered(
        policyOf({ principal: `{"AWS": "${a}"}` }),
        policyOf({ principal: `{"AWS": "${b}"}` }),
      ),
    ).toBe(expected);
  });

  test.each<[string, string, boolean | 'unknown']>([
    ['"kms:<<x>>"', '"kms:*"', true],
    ['"kms:<<x>>"', '"kms:Decrypt"', 'unknown'],
    ['"kms:Decrypt"', '"kms:<<x>>"', 'unknown'],
    ['"kms:Get<<x>>"', '"kms:De*"', false],
    ['"kms:Get<<x>>"', '"kms:Get*"', true],
    ['<<x>>', '<<x>>', true],
    ['<<x>>', '["kms:Decrypt", <<x>>]', true],
    ['["kms:Decrypt", <<x>>]', '<<x>>', 'unknown'],
    ['["kms:Decrypt", <<x>>]', '"kms:Encrypt"', false],
  ])('action %s under %s', (a, b, expected) => {
    expect(covered(policyOf({ action: a }), policyOf({ action: b }))).toBe(expected);
  });

  test.each<[string, string, boolean | 'unknown']>([
    ['<<x>>', '<<x>>', true],
    ['<<x>>', '{}', true],
    ['{}', '<<x>>', 'unknown'],
    ['{"StringEquals": <<x>>}', '{"StringEquals": <<x>>}', true],
    [
      '{"StringEquals": {"kms:ViaService": <<x>>}}',
      '{"StringEquals": {"kms:ViaService": <<x>>}}',
      true,
    ],
    [
      '{"StringEquals": {"kms:ViaService": "s3.<<x>>.amazonaws.com"}}',
      '{"StringEquals": {"kms:ViaService": "s3.<<x>>.amazonaws.com"}}',
      true,
    ],
    [
      '{"StringEquals": {"kms:ViaService": "s3.<<x>>.amazonaws.com"}}',
      '{"StringLike": {"kms:ViaService": "s3.*"}}',
      true,
    ],
    [
      '{"StringEquals": {"kms:ViaService": "s3.<<x>>.amazonaws.com"}}',
      '{"StringEquals": {"kms:ViaService": "ec2.<<x>>.amazonaws.com"}}',
      false,
    ],
    [
      '{"StringEquals": {"kms:ViaService": "s3.<<x>>.amazonaws.com"}}',
      '{"StringEquals": {"kms:ViaService": "s3.<<y>>.amazonaws.com"}}',
      'unknown',
    ],
    [
      '{"StringEquals": {"aws:PrincipalTag/<<x>>": "a"}}',
      '{"StringEquals": {"aws:PrincipalTag/<<x>>": "a"}}',
      true,
    ],
    [
      '{"StringEquals": {"aws:PrincipalTag/<<x>>": "a"}}',
      '{"StringEquals": {"aws:PrincipalTag/team": "a"}}',
      'unknown',
    ],
    [
      '{"NumericLessThan": {"kms:RotationPeriodInDays": <<x>>}}',
      '{"NumericLessThan": {"kms:RotationPeriodInDays": 90}}',
      'unknown',
    ],
  ])('condition %s under %s', (a, b, expected) => {
    expect(covered(when(a), when(b))).toBe(expected);
  });
});

describe('parts of which nothing is known', () => {
  const grant = statement({});

  test('a whole document, a whole Statement and one of several are equal to themselves', () => {
    for (const text of [
      '<<x>>',
      '{"Version": "2012-10-17", "Statement": <<x>>}',
      `{"Version": "2012-10-17", "Statement": [${grant}, <<x>>]}`,
      `{"Statement": ${grant}, <<x>>}`,
    ]) {
      expect(covered(parseSymbols(text), parseSymbols(text))).toBe(true);
    }
  });

  test('another one is open; what is certainly lost is lost all the same', () => {
    expect(covered(parseSymbols('<<x>>'), parseSymbols('<<y>>'))).toBe('unknown');
    expect(reasons(compare(open(grant, '<<x>>'), open(grant)))).toEqual(['x']);
    expect(covered(open(grant, '<<x>>'), open(statement({ action: '"kms:Encrypt"' })))).toBe(false);
    expect(covered(open(grant), open('<<x>>'))).toBe('unknown');
  });

  test('statements that only the successor has may deny', () => {
    expect(reasons(compare(open(grant), open(grant, '<<x>>')))).toEqual(['x']);
  });

  test('a new Deny may meet what is not known', () => {
    const ban = statement({ effect: '"Deny"', principal: '"*"' });
    const elsewhere = statement({ effect: '"Deny"', principal: '{"AWS": "444455556666"}' });
    expect(covered(open(grant, '<<x>>'), open(grant, '<<x>>', elsewhere))).toBe('unknown');
    expect(covered(open(grant, '<<x>>'), open(grant, '<<x>>', ban))).toBe('unknown');
  });

  test('an unknown Effect or element makes the statement open', () => {
    expect(covered(policyOf({ effect: '"<<x>>"' }), policyOf({ effect: '"<<x>>"' }))).toBe(true);
    expect(covered(policyOf({ effect: '"<<x>>"' }), policyOf({}))).toBe('unknown');
    expect(covered(policyOf({ more: ', <<x>>' }), policyOf({}))).toBe('unknown');
    expect(covered(policyOf({ principal: '<<x>>' }), policyOf({ principal: '<<x>>' }))).toBe(true);
  });

  test('a key that is known by its symbol names itself', () => {
    const predecessor = { ...context.predecessor, arn: [{ symbol: 'aws_kms_key.a.arn' }] };
    const successor = { ...context.successor, arn: [{ symbol: 'aws_kms_key.b.arn' }] };
    const sides = { predecessor, successor };
    expect(covered(on('<<aws_kms_key.a.arn>>'), on('<<aws_kms_key.b.arn>>'), sides)).toBe(true);
    expect(covered(on('<<aws_kms_key.a.arn>>'), on('<<aws_kms_key.a.arn>>'), sides)).toBe(false);
    expect(covered(on('*'), on('<<var.key>>'), sides)).toBe('unknown');
    expect(covered(on('*'), on('arn:aws:s3:::a'), sides)).toBe(false);
    expect(
      covered(
        on('arn:aws:kms:*:<<var.account>>:key/*'),
        on('arn:aws:kms:*:<<var.account>>:key/*'),
        sides,
      ),
    ).toBe(true);
    expect(covered(on(oldArn), on(newArn))).toBe(true);
  });
});
