import { ConnectionErrorCodeType } from '@aws-sdk/client-kms';
import { expect, test } from 'vitest';
import { connectionErrorCodes, explainConnectionError } from '../../src/rule/connection-errors.ts';

test('every code of the KMS API has an advice of its own, and nothing else has one', () => {
  expect(connectionErrorCodes.toSorted()).toEqual(
    Object.values(ConnectionErrorCodeType).toSorted(),
  );
  const advice = connectionErrorCodes.map(explainConnectionError);
  expect(new Set(advice).size).toBe(connectionErrorCodes.length);
  expect(advice.filter((text) => !/^(?:[a-z]|AWS KMS )[^.]+: [^.]+$/.test(text ?? ''))).toEqual([]);
  expect(['LATER_CODE', 'toString', '__proto__'].map(explainConnectionError)).toEqual([
    null,
    null,
    null,
  ]);
});
