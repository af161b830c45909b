import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RE2JS } from 're2js';
import { table } from '../../src/generated/credential-patterns.js';
import { findCredential } from '../../src/text/credentials.ts';

// Put together here, so that nothing that scans this repository takes them for real.
const x = (length: number): string => 'aB3dE5gH'.repeat(20).slice(0, length);
const upper = (length: number): string => 'A2B3C4D5'.repeat(4).slice(0, length);
const hex = (length: number): string => '0f9e8d7c6b5a4132'.repeat(20).slice(0, length);
const mixed = (length: number): string => 'q1W2e3R4t5Y6u7I8o9P0aSdFgHjK'.repeat(4).slice(0, length);
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
  ['a credential (sendgrid-api-token)', `SG.${x(66)}`],
  ['a credential (digitalocean-pat)', `dop_v1_${hex(64)}`],
  ['a credential (npm-access-token)', `npm_${x(36)}`],
  ['a credential (stripe-access-token)', `rk_live_${x(24)}`],
  ['a credential (twilio-api-key)', `SK${hex(32)}`],
  ['a credential (vault-service-token)', `hvs.${mixed(95)}`],
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
    'heroku key: 1234abcd-12ab-34cd-56ef-1234567890ab',
    `sourcegraph at ${hex(40)}`,
    `twitter: ${x(25)}`,
    `datadog>${hex(40)}`,
    `dop_v1_${'0'.repeat(64)}`,
    `SK${hex(31)}`,
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
    const pieces = [
      'eyJ-',
      'password ',
      'password=\n',
      '-----BEGIN ',
      'A',
      '.',
      '=:',
      'sk',
      'pat.',
    ];
    for (const piece of pieces) {
      expect(findCredential(piece.repeat(200_000))).toBeNull();
    }
  });
});

test('the patterns of gitleaks are all there, and none answers to a word alone', () => {
  const {
    rows,
  }: { rows: readonly { id: string; pattern: string; keywords: readonly string[] }[] } =
    JSON.parse(table);
  expect(rows.length).toBeGreaterThan(100);
  for (const { pattern, keywords } of rows) {
    expect(RE2JS.compile(pattern).matcher('').find()).toBe(false);
    expect(keywords.length).toBeGreaterThan(0);
    const words = keywords.map((word) => `${word}: a plain text about a ${word}, ${word} and more`);
    expect(words.map(findCredential).filter((kind) => kind !== null)).toEqual([]);
  }
  expect(rows.map(({ id }) => id)).not.toContain('generic-api-key');
});
