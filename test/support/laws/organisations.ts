import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { accounts, snapshotOf } from '../build/organisation.ts';
import {
  multiRegionId,
  notRotating,
  ok,
  otherId,
  policy,
  rotating,
  type KeySpec,
} from '../build/snapshot-builder.ts';

// Organisations: accounts in Regions, with keys that are well, and keys that are not.

export const regions = ['eu-west-1', 'us-east-1'] as const;

/** Snapshots, by what may be wrong with their keys. */
export const organisations = fc.uniqueArray(
  fc.record({
    account: fc.constantFrom(...accounts),
    region: fc.constantFrom(...regions),
    isRotating: fc.boolean(),
    hasTwo: fc.boolean(),
    isDenied: fc.boolean(),
    /** A key of both Regions, whose primary is in the first. */
    hasReplica: fc.boolean(),
    isGzip: fc.boolean(),
  }),
  { selector: ({ account, region }) => `${account} ${region}`, minLength: 1 },
);

export type Organisation = typeof organisations extends fc.Arbitrary<infer T> ? T : never;
type Recorded = Organisation[number];

/** @param startedAt when all of it was recorded */
export function filesOf(
  snapshots: Organisation,
  startedAt?: string,
): Record<string, string | Buffer> {
  return Object.fromEntries(
    snapshots.map((one) => {
      const { account, region, isGzip } = one;
      const text = snapshotOf(account, {
        region,
        keys: keysOf(one),
        aliases: { 'app-current': otherId },
        ...(startedAt === undefined ? {} : { startedAt }),
      });
      const name = `${account}_${region}.json`;
      return isGzip ? [`${name}.gz`, gzipSync(text)] : [name, text];
    }),
  );
}

function keysOf({ isRotating, isDenied, hasTwo, hasReplica, region }: Recorded): KeySpec[] {
  const answers = {
    GetKeyRotationStatus: isRotating ? rotating() : notRotating,
    ...(isDenied
      ? { GetKeyPolicy: { error: { name: 'AccessDenied', message: '', status: 400 } } }
      : {}),
  };
  const second = { id: otherId, answers: { GetKeyPolicy: ok({ Policy: `${policy()}{` }) } };
  return [{ answers }, ...(hasTwo ? [second] : []), ...(hasReplica ? [inRegions(region)] : [])];
}

/** A multi-Region key as one of its Regions tells it. */
function inRegions(region: Recorded['region']): KeySpec {
  const arnIn = (one: string) => `arn:aws:kms:${one}:111122223333:key/${multiRegionId}`;
  const [first, second] = regions.map((one) => ({ Arn: arnIn(one), Region: one }));
  return {
    id: multiRegionId,
    metadata: {
      MultiRegionConfiguration: {
        MultiRegionKeyType: region === regions[0] ? 'PRIMARY' : 'REPLICA',
        PrimaryKey: first ?? {},
        ReplicaKeys: [second ?? {}],
      },
    },
  };
}
