import { ok, refused, rotating, rsa, type KeySpec } from '../build/snapshot-builder.ts';
import type { Run } from './runs.ts';

// Three runs over one organisation, in two weeks. The first account's number begins with zeros.

export const accounts = ['000123456789', '111122223333', '444455556666', '777788889999'] as const;
const [zeros, ones, fours, sevens] = accounts;

const idOf = (n: number) => `1234abcd-12ab-34cd-56ef-${String(n).padStart(12, '0')}`;
const group = 'mrk-1234abcd12ab34cd56ef1234567890ab';
const tagged = (...tags: readonly (readonly [string, string])[]) => ({
  ListResourceTags: ok({ Tags: tags.map(([TagKey, TagValue]) => ({ TagKey, TagValue })) }),
});
const multiRegion = (type: string) => ({
  MultiRegion: true,
  MultiRegionConfiguration: {
    MultiRegionKeyType: type,
    PrimaryKey: { Arn: `arn:aws:kms:eu-west-1:${ones}:key/${group}`, Region: 'eu-west-1' },
    ReplicaKeys: [{ Arn: `arn:aws:kms:us-east-1:${ones}:key/${group}`, Region: 'us-east-1' }],
  },
});

/** The owners that tags tell, for the tests' own count. */
export const owners: Readonly<Record<string, string>> = {
  [`${zeros} ${idOf(1)}`]: 'payments',
  [`${zeros} ${idOf(2)}`]: 'payments',
  [`${ones} ${idOf(3)}`]: 'Ada \\"the first\\"',
  [`${fours} ${idOf(6)}`]: 'storage',
};

const symmetric = (
  n: number,
  answers: KeySpec['answers'] = {},
  metadata: KeySpec['metadata'] = {},
): KeySpec => ({
  id: idOf(n),
  answers,
  metadata,
});

/** Imported material that has expired by the end of January, and some that has not. */
const imported = (n: number, ValidTo: string): KeySpec =>
  symmetric(n, {}, { Origin: 'EXTERNAL', ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo });

const firstKeys = (isMended: boolean): readonly KeySpec[] => [
  symmetric(1, {
    ...tagged(['Owner', 'payments']),
    ...(isMended ? { GetKeyRotationStatus: rotating(180, '2026-02-14T09:00:00.000Z') } : {}),
  }),
  symmetric(2, {
    ...tagged(['team', 'payments']),
    GetKeyRotationStatus: rotating(365, '2026-06-01T09:00:00.000Z'),
  }),
  imported(10, '2026-01-30T09:00:00.000Z'),
  imported(11, '2026-03-15T09:00:00.000Z'),
];

const secondKeys: readonly KeySpec[] = [
  symmetric(3, tagged(['OWNER', 'Ada "the first"'], ['Team', 'x'])),
  symmetric(4, {}, { CreationDate: '2019-05-04T09:00:00.000Z', ...rsa }),
  symmetric(5, tagged(['Name', 'no owner']), {
    KeyState: 'PendingDeletion',
    Enabled: false,
    DeletionDate: '2026-02-20T09:00:00.000Z',
  }),
  { id: group, metadata: multiRegion('PRIMARY'), answers: { GetKeyRotationStatus: rotating() } },
];

const recorded = (isMended: boolean): Run['recorded'] => [
  { account: zeros, keys: firstKeys(isMended) },
  { account: zeros, region: 'us-east-1', keys: [] },
  { account: ones, keys: secondKeys },
  {
    account: ones,
    region: 'us-east-1',
    keys: [
      { id: group, metadata: { ...multiRegion('REPLICA'), KeyState: 'Disabled', Enabled: false } },
      ...(isMended ? [symmetric(12, tagged(['Name', '","owner":"evil']))] : []),
    ],
  },
  {
    account: fours,
    keys: [
      symmetric(6, { ...tagged(['Owner', 'storage']), GetKeyRotationStatus: refused() }),
      symmetric(7, { ListResourceTags: refused() }),
    ],
  },
];

const second = symmetric(8);

export const runs: readonly Run[] = [
  { id: 'run-1', date: '2026-01-20', accounts, recorded: recorded(false).slice(0, 3) },
  {
    id: 'run-2',
    date: '2026-01-29',
    accounts,
    recorded: [
      ...recorded(false),
      { account: fours, region: 'us-east-1', keys: [second] },
      { account: sevens, keys: [second, imported(9, '2026-01-01T09:00:00.000Z')] },
    ],
  },
  // One key is mended and one is new; one account's part did not end, another Region's key may still be as it was.
  {
    id: 'run-3',
    date: '2026-01-31',
    accounts,
    recorded: [
      ...recorded(true),
      { account: fours, region: 'us-east-1', keys: [], top: { ListKeys: refused() } },
    ],
  },
];
