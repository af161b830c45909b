import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countZones, hasTwoHsms, storeHasTwoHsms } from '../../src/model/stores/hsms.ts';
import { hsmStates, type Gap, type Hsm, type Inventory } from '../../src/model/inventory.ts';
import { undecided, type Truth } from '../../src/model/truth.ts';
import {
  at,
  lostReference,
  referenceTo,
  sampleCluster,
  sampleHsm,
  sampleInventory,
  sampleKeyStore,
  told,
  untold,
} from '../support/build/sample.ts';

const a = sampleHsm('a', 'eu-west-1a');
const b = sampleHsm('b', 'eu-west-1b');

function judge(hsms: readonly Hsm[], facts: Partial<Inventory> = {}): Truth['is'] {
  return hasTwoHsms(sampleCluster(), sampleInventory({ hsms, ...facts })).is;
}

function inSubnet(name: string, symbol: string): Hsm {
  return sampleHsm(name, null, { subnet: untold('subnet_id', symbol) });
}

describe('zones', () => {
  it.each<readonly [number, string, readonly Hsm[]]>([
    [0, 'no HSM', []],
    [1, 'one HSM', [a]],
    [2, 'two zones', [a, b]],
    [1, 'one zone twice', [a, sampleHsm('c', 'eu-west-1a')]],
    [2, 'a zone twice and another', [a, sampleHsm('c', 'eu-west-1a'), b]],
    [2, 'zones that nobody knows', [sampleHsm('c', null), sampleHsm('d', null)]],
    [
      1,
      'one subnet by reference',
      [inSubnet('c', 'aws_subnet.x.id'), inSubnet('d', 'aws_subnet.x.id')],
    ],
    [
      2,
      'two subnets by reference',
      [inSubnet('c', 'aws_subnet.x.id'), inSubnet('d', 'aws_subnet.y.id')],
    ],
    [
      1,
      'one zone and one subnet, linked',
      [
        a,
        sampleHsm('c', 'eu-west-1a', { subnet: told('subnet-1') }),
        sampleHsm('d', null, { subnet: told('subnet-1') }),
      ],
    ],
    [
      1,
      'two groups that a third one joins',
      [
        a,
        sampleHsm('d', null, { subnet: told('subnet-1') }),
        sampleHsm('c', 'eu-west-1a', { subnet: told('subnet-1') }),
      ],
    ],
  ])('%i: %s', (count, _, hsms) => {
    expect(countZones(hsms)).toBe(count);
  });

  it('are as many as the different names, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 8 }), (zones) => {
        const hsms = zones.map((zone, i) => sampleHsm(String(i), zone));
        expect(countZones(hsms)).toBe(new Set(zones).size);
        expect(countZones(hsms.toReversed())).toBe(new Set(zones).size);
      }),
    );
  });
});

describe('a cluster', () => {
  const other = referenceTo('aws_cloudhsm_v2_cluster.other');

  it.each<readonly [Truth['is'], string, readonly Hsm[]]>([
    [false, 'has no HSM', []],
    [false, 'has one', [a]],
    [true, 'has two in two zones', [a, b]],
    [false, 'has two in one zone', [a, sampleHsm('c', 'eu-west-1a')]],
    [false, "counts another cluster's", [a, { ...b, cluster: other }]],
    [false, "counts another root module's", [a, { ...b, scope: 'other.json' }]],
    ['unknown', 'may have a second one', [a, { ...b, cluster: lostReference('local.id') }]],
    [
      false,
      'may have a second one in the same zone',
      [a, sampleHsm('c', 'eu-west-1a', { cluster: lostReference('local.id') })],
    ],
    ['unknown', 'has one that may not exist', [a, { ...b, exists: undecided(untold('count')) }]],
    [true, 'has two, whatever a third one is', [a, b, sampleHsm('c', null, { cluster: other })]],
  ])('%s: %s', (expected, _, hsms) => {
    expect(judge(hsms)).toBe(expected);
  });

  it('shares the fate of the HSMs under its own guard', () => {
    const exists = undecided(untold('var.enabled'));
    const both = { exists, guard: 'var.enabled' };
    const hsms = [
      { ...a, ...both },
      { ...b, ...both },
    ];
    const inventory = sampleInventory({ hsms });
    expect(hasTwoHsms(sampleCluster({ guard: 'var.enabled' }), inventory).is).toBe(true);
    expect(hasTwoHsms(sampleCluster({ guard: 'var.other' }), inventory).is).toBe('unknown');
  });

  it('counts live HSMs that are active, and declared ones that will be', () => {
    const live = hsmStates.filter(
      (state) => judge([a, { ...b, source: 'live', state: told(state) }]) === true,
    );
    const declared = hsmStates.filter((state) => judge([a, { ...b, state: told(state) }]) === true);
    expect(live).toEqual(['ACTIVE']);
    expect(declared).toEqual(['CREATE_IN_PROGRESS', 'ACTIVE']);
    expect(judge([a, { ...b, source: 'live' }])).toBe('unknown');
  });

  it('is undecided beside a gap or a partial plan that may hide an HSM, and only then', () => {
    const gap: Gap = { scope: 'plan.json', reason: 'partial-plan', what: 'x', hides: ['hsm'], at };
    expect(judge([a], { gaps: [gap] })).toBe('unknown');
    expect(judge([a], { partial: [gap] })).toBe('unknown');
    expect(judge([a], { gaps: [{ ...gap, hides: ['key'] }] })).toBe(false);
    expect(judge([a], { gaps: [{ ...gap, scope: 'other.json' }] })).toBe(false);
    expect(judge([a, b], { gaps: [gap] })).toBe(true);
  });

  it('names what would settle it', () => {
    const hsms = [a, { ...b, cluster: lostReference('local.cluster_id') }];
    const verdict = hasTwoHsms(sampleCluster(), sampleInventory({ hsms }));
    expect(verdict).toEqual(undecided(untold('local.cluster_id')));
  });
});

describe('a key store', () => {
  const clusters = [sampleCluster()];
  const elsewhere = { id: told('cluster-1a23b4cdefg'), branches: [], complete: true };

  it('is as good as its cluster', () => {
    const store = sampleKeyStore();
    expect(storeHasTwoHsms(store, sampleInventory({ clusters, hsms: [a, b] })).is).toBe(true);
    expect(storeHasTwoHsms(store, sampleInventory({ clusters, hsms: [a] })).is).toBe(false);
  });

  it('finds its cluster by id', () => {
    const own = [sampleCluster({ clusterId: elsewhere.id })];
    const inventory = sampleInventory({ clusters: own, hsms: [a] });
    expect(storeHasTwoHsms(sampleKeyStore({ cluster: elsewhere }), inventory).is).toBe(false);
  });

  it('is undecided where its cluster is declared elsewhere, unless two HSMs are here', () => {
    const store = sampleKeyStore({ cluster: elsewhere });
    const hsms = [
      { ...a, cluster: elsewhere },
      { ...b, cluster: elsewhere },
    ];
    expect(storeHasTwoHsms(store, sampleInventory({ hsms: hsms.slice(1) }))).toMatchObject({
      is: 'unknown',
      because: [{ reason: 'declared-elsewhere', what: 'cluster cluster-1a23b4cdefg' }],
    });
    expect(storeHasTwoHsms(store, sampleInventory({ hsms })).is).toBe(true);
  });

  it('is undecided where its cluster could not be resolved', () => {
    const store = sampleKeyStore({ cluster: lostReference('local.cluster_id') });
    expect(storeHasTwoHsms(store, sampleInventory({ clusters, hsms: [a] }))).toEqual(
      undecided(untold('local.cluster_id')),
    );
  });
});
