import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCredential } from '../../src/text/credentials.ts';

// Put together here, so that nothing that scans this repository takes them for real.
const x = (length: number): string => 'aB3dE5gH'.repeat(20).slice(0, length);
const upper = (length: number): string => 'A2B3C4D5'.repeat(4).slice(0, length);
const jwt = `eyJ${x(20)}.eyJ${x(40)}.${x(43)}`;

const credentials: readonly (readonly [string, string])[] = [
  ['an AWS access key id', `AKIA${upper(16)}`],
  ['an AWS access key id', `ASIA${upper(16)}`],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----'],
  ['a private key', '-----BEGIN PRIVATE KEY-----'],
  ['a JSON web token', jwt],
  ['a GitHub token', `ghp_${x(36)}`],
  ['a GitHub token', `gho_${x(36)}`],
  ['a GitHub token', `github_pat_${x(82)}`],
  ['a GitLab token', `glpat-${x(20)}`],
  ['a Slack token', `xoxb-${x(30)}`],
  ['a Stripe key', `sk_live_${x(24)}`],
  ['a Google API key', `AIza${x(35)}`],
  ['a password or token', 'password=Tr0ub4dor3'],
  ['a password or token', 'API key: 9f8e7d6c5b'],
  ['a password or token', 'db_passwd = "letmein"'],
  ['a password or token', '{"token": "9f8e7d6c5b"}'],
];

describe('a credential', () => {
  test.each(credentials)('is found: %s', (kind, text) => {
    expect(findCredential(text)).toBe(kind);
    expect(findCredential(`For the partner (${text}), see the wiki.`)).toBe(kind);
  });

  test.each([
    'Encrypts the password of the database',
    'secrets manager',
    'token signing key',
    'password: stored in the vault',
    'password=${var.password}',
    'password=<redacted>',
    'secret: arn:aws:secretsmanager:eu-west-1:111122223333:secret:ExampleSecret',
    'token = var.token_value',
    'secret=short',
    'tokens=4096 seats',
    'AKIAIOSFODNN7EXAMPLE',
    `AKIA${upper(15)}`,
    `xAKIA${upper(16)}`,
    `ghp_${x(35)}`,
    `${x(20)}.${x(40)}.${x(43)}`,
    '-----BEGIN PUBLIC KEY-----',
    '',
  ])('is not %j', (text) => {
    expect(findCredential(text)).toBeNull();
  });

  test('is none in words and spaces', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 30 });
    fc.assert(
      fc.property(words, (list) => {
        expect(findCredential(list.join(' '))).toBeNull();
      }),
    );
  });

  test('is looked for in long texts of any shape', () => {
    for (const piece of ['eyJ-', 'password ', 'password=\n', '-----BEGIN ', 'A', '.', '=:']) {
      expect(findCredential(piece.repeat(200_000))).toBeNull();
    }
  });
});
