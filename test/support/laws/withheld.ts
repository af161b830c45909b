import * as fc from 'fast-check';
import { isObject, type JsonObject } from '../../../src/read/input/json.ts';
import { refused } from '../build/snapshot-builder.ts';
import { scans } from './scans.ts';

const listCalls = ['ListAliases', 'DescribeCustomKeyStores', 'DescribeClusters', 'ListKeys'];
const errors = fc.constantFrom(
  'AccessDeniedException',
  'NotFoundException',
  'ThrottlingException',
  'TimeoutError',
);

/** Turns answers into errors: lists and answers about keys, each with a chance. */
export const withheld = fc
  .tuple(scans, fc.array(fc.tuple(fc.nat(99), errors), { minLength: 1, maxLength: 5 }))
  .map(([scan, faults]) => ({ scan, faulty: { ...scan, now: faults.reduce(withhold, scan.now) } }));

function withhold(
  snapshots: readonly JsonObject[],
  [n, error]: [number, string],
): readonly JsonObject[] {
  const places = snapshots.flatMap((snapshot, s) => [
    ...listCalls.map((call) => ({ s, key: null, call })),
    ...keysOf(snapshot).flatMap((record, k) =>
      Object.keys(record)
        // The law ranges over one set of links, and a tag that is not read makes none.
        .filter((name) => !name.startsWith('Key') && name !== 'ListResourceTags')
        .map((call) => ({ s, key: k, call })),
    ),
  ]);
  const place = places[n % places.length];
  return snapshots.map((snapshot, s) => {
    if (place === undefined || s !== place.s) return snapshot;
    if (place.key === null) {
      // Whoever could not list the keys has none of them.
      const isKeys = place.call === 'ListKeys';
      return { ...snapshot, [place.call]: refused(error), ...(isKeys ? { keys: [] } : {}) };
    }
    const keys = keysOf(snapshot).map((record, k) =>
      k === place.key ? { ...record, [place.call]: refused(error) } : record,
    );
    return { ...snapshot, keys };
  });
}

export function keysOf({ keys }: JsonObject): readonly JsonObject[] {
  return Array.isArray(keys) ? keys.filter(isObject) : [];
}
