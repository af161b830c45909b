import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare, newArn, oldArn, parseSymbols, textOfPolicy } from '../support/build/policies.ts';
import type { Json } from '../support/build/policies.ts';
import { evaluate } from '../support/laws/policy-evaluator.ts';
import type { Request } from '../support/laws/policy-evaluator.ts';
import { requestsFor } from '../support/laws/policy-asked.ts';
import { pair } from '../support/laws/policy-pairs.ts';
import type { Drawn } from '../support/laws/policy-pairs.ts';

/** Five thousand pairs in CI; `npm run test:policy-deep` asks for more. */
const numRuns = Number(process.env['KMSLINT_RUNS'] ?? 3000);

/** A request that the first policy gives and the second does not, or that it denies and the second does not. */
function witness(limit: number, first: readonly Drawn[], second: readonly Drawn[]): Request | null {
  for (const request of requestsFor(limit, first, second)) {
    const [old, next] = [evaluate(first, request, oldArn), evaluate(second, request, newArn)];
    if (old !== null && old !== next) return request;
  }
  return null;
}

const document = (list: readonly Json[]) =>
  parseSymbols(textOfPolicy(list.length === 0 ? [nothing] : list));
const nothing: Json = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };

test('what is called covered loses no request, and what is called lost has a witness', () => {
  const counts = { true: 0, false: 0, unknown: 0, unseen: 0 };
  const unseen: string[] = [];
  fc.assert(
    fc.property(pair, ([first, second]) => {
      const { covered, lost } = compare(document(first), document(second));
      counts[`${covered.is}`]++;
      const found = witness(covered.is === true ? 1500 : 60_000, first, second);
      if (covered.is === true) expect([found, first, second]).toEqual([null, first, second]);
      if (covered.is === false) expect(lost.length).toBeGreaterThan(0);
      if (covered.is === false && found === null) {
        counts.unseen++;
        unseen.push(JSON.stringify([first, second, lost]));
      }
    }),
    { numRuns, seed: 8 },
  );
  expect(counts.true).toBeGreaterThan(numRuns / 20);
  expect(counts.unseen / counts.false, unseen.slice(0, 10).join('\n')).toBeLessThanOrEqual(0.005);
  expect(counts.unknown / numRuns, JSON.stringify(counts)).toBeLessThanOrEqual(0.005);
}, 3_600_000);
