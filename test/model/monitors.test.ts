import { expect, test } from 'vitest';
import { takesEvent } from '../../src/model/monitors/event-pattern.ts';
import { takesOperation } from '../../src/model/monitors/filter-pattern.ts';

const event = {
  source: 'aws.kms',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: { eventName: 'DisableKey' },
};

test.each<[boolean | null, unknown]>([
  [true, { source: ['aws.kms'] }],
  [true, { source: ['aws.s3', 'aws.kms'], detail: { eventName: ['DisableKey'] } }],
  [true, { source: [{ prefix: 'aws.' }] }],
  [true, { source: [{ prefix: { 'equals-ignore-case': 'AWS.' } }] }],
  [true, { source: [{ suffix: '.kms' }], 'detail-type': [{ wildcard: 'AWS * via *' }] }],
  [true, { source: [{ 'equals-ignore-case': 'AWS.KMS' }] }],
  [true, { source: [{ 'anything-but': ['aws.s3'] }], detail: { eventName: [{ exists: true }] } }],
  [true, { $or: [{ source: ['aws.s3'] }, { detail: { eventName: ['DisableKey'] } }] }],
  [false, { source: ['aws.s3'] }],
  [false, { source: ['AWS.KMS'] }],
  [false, { source: [{ 'anything-but': { prefix: 'aws.' } }] }],
  [false, { source: [{ exists: false }] }],
  [false, { detail: { eventName: ['ScheduleKeyDeletion', 1, null] } }],
  [false, { detail: ['DisableKey'] }],
  [false, { source: { nested: ['aws.kms'] } }],
  [false, { source: ['aws.s3'], account: ['111122223333'] }],
  [false, { 'detail-type': [{ wildcard: 'AWS*API*API*CloudTrail' }] }],
  [null, { source: ['aws.kms'], account: ['111122223333'] }],
  [null, { detail: { eventName: ['DisableKey'], userIdentity: { type: ['Root'] } } }],
  [null, { source: [{ later: 'x' }] }],
  [null, { source: [{ cidr: '10.0.0.0/8' }] }],
  [null, ['aws.kms']],
])('%j for the event pattern %j', (expected, pattern) => {
  expect(takesEvent(JSON.stringify(pattern), event)).toBe(expected);
});

test('what is no JSON takes nothing that could be told', () => {
  expect(takesEvent('{', event)).toBeNull();
});

test.each([
  ['{ ($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion) }', true],
  ['{ $.eventName = "DisableKey" }', true],
  ['?DisableKey ?ScheduleKeyDeletion', true],
  ['DisableKey', true],
  ['{ $.eventName = DisableKeyRotation }', false],
  ['{ $.eventName != DisableKey }', false],
  ['ScheduleKeyDeletion -DisableKey', false],
  ['{ $.eventName = CreateKey }', false],
  ['', false],
])('the filter pattern %j takes DisableKey: %j', (pattern, expected) => {
  expect(takesOperation(pattern, 'DisableKey')).toBe(expected);
});
