import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../src/policy/index.ts';
import { broken } from '../support/build/broken-policies.ts';
import { documented } from '../support/build/documented-policies.ts';

const told = (text: string) => parsePolicy([text]).problems.map((p) => `${p.kind}: ${p.message}`);

describe('policies as the documentation of AWS has them', () => {
  test.each(documented)('%s has no fault', (_, policy) => {
    expect(told(JSON.stringify(policy))).toEqual([]);
  });
});

test('broken policies are told', () => {
  expect(broken.length).toBeGreaterThanOrEqual(106);
  const untold = broken.filter(([, text]) => told(text).length === 0).map(([name]) => name);
  expect(untold).toEqual([]);
});
