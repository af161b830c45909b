// What comes in place of an answer: each is recorded as what it is.
import { expect, test } from 'vitest';
import { describeError, tellError } from '../../src/record/aws/sdk/error.ts';
import { fakeEstate } from '../support/aws/keys.ts';
import { record } from '../support/aws/record.ts';

const foreign = (status: number, kind: string) =>
  `the answer is not one of AWS (status ${status}, ${kind}): a proxy or a portal may stand between`;

const amz = 'application/x-amz-json-1.1';

test.each<readonly [number, string, string, string, string]>([
  [200, amz, '{"Keys":[', 'TruncatedAnswer', 'the answer broke off'],
  [200, 'text/html', '{"Keys":[', 'UnexpectedAnswer', foreign(200, 'text/html')],
  [200, 'text/html', '<html>', 'UnexpectedAnswer', foreign(200, 'text/html')],
  [200, amz, '[]', 'UnexpectedAnswer', foreign(200, amz)],
  [200, amz, '', 'UnexpectedAnswer', 'ListKeys gave no Keys'],
  [302, 'text/html', '', 'UnexpectedAnswer', foreign(302, 'text/html')],
  [
    400,
    'x',
    '{"__type":"com.amazonaws.kms#NotFoundException","message":"no"}',
    'NotFoundException',
    'no',
  ],
  [400, 'x', '{"__type":"AccessDeniedException","Message":"no"}', 'AccessDeniedException', 'no'],
  [
    400,
    'x',
    '{"__type":"NeverHeardOfException:http://internal/"}',
    'NeverHeardOfException',
    'AWS gave no reason',
  ],
  [400, 'x', '{"__type":"<script>"}', 'UnexpectedAnswer', foreign(400, 'x')],
  [400, 'x', '{}', 'UnexpectedAnswer', foreign(400, 'x')],
  [403, 'text/plain', 'Forbidden', 'UnexpectedAnswer', foreign(403, 'text/plain')],
])('%d %s %s', async (status, type, body, name, message) => {
  const { snapshot } = await record({
    estate: fakeEstate(1),
    options: { facts: new Set() },
    others: (headers) =>
      headers['x-amz-target'] === 'TrentService.ListKeys' ? { status, type, body } : null,
  });
  expect(snapshot.ListKeys).toMatchObject({ error: { name, message, status } });
});

test('an empty answer about a key is none', async () => {
  const { snapshot } = await record({
    estate: fakeEstate(1),
    options: { facts: new Set() },
    others: (headers) =>
      headers['x-amz-target'] === 'TrentService.DescribeKey'
        ? { status: 200, type: amz, body: '' }
        : null,
  });
  expect(snapshot.keys[0]?.DescribeKey).toMatchObject({
    error: { name: 'UnexpectedAnswer', message: 'DescribeKey gave an empty answer' },
  });
});

test('an answer that does not end is broken off', async () => {
  const body = `{"Keys":"${'x'.repeat(17e6)}"}`;
  const { snapshot } = await record({
    options: { facts: new Set() },
    others: (headers) =>
      headers['x-amz-target'] === 'TrentService.ListKeys' ? { status: 200, type: amz, body } : null,
  });
  expect(snapshot.ListKeys).toMatchObject({ error: { name: 'UnexpectedAnswer' } });
});

test('whatever is thrown is one line, and names no more than it should', () => {
  expect(describeError('a text')).toEqual({ name: 'Error', message: 'a text', status: null });
  const reset = Object.assign(new Error(''), { code: 'ECONNRESET' });
  expect(describeError(reset)).toEqual({ name: 'ECONNRESET', message: 'ECONNRESET', status: null });
  const told = Object.assign(new Error(`no\nmore ${'x'.repeat(2000)}`), {
    name: 'AccessDenied',
    $metadata: { httpStatusCode: 403, requestId: 'EXAMPLE' },
  });
  expect(tellError(describeError(told))).toBe('AccessDenied: no (request EXAMPLE)');
});
