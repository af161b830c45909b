import { besides, mayBeHidden } from '../../src/model/absence.ts';
import { hasTwoHsms, hsmsOf } from '../../src/model/stores/hsms.ts';
import type { HsmCluster, Inventory } from '../../src/model/inventory.ts';
import { aimsAtCluster } from '../../src/model/targets.ts';
import { all, any, anyOf, explain, holds, not, yes, type Truth } from '../../src/model/truth.ts';
import { secondHsm } from '../../src/rule/remedy/stores.ts';
import { defineRule, judge, passedOver } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'hsm-cluster-under-two-hsms',
  title: 'A CloudHSM cluster without a key store has fewer than two active HSMs',
  asks: 'whether the cluster has two active HSMs in different Availability Zones',
  severity: 'low',
  judges: ['cluster', 'hsm'],
  sources: ['hcl', 'plan', 'state', 'live'],
  facts: ['clusters', 'keyStores'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/create-keystore.html'),
    new URL('https://docs.aws.amazon.com/cloudhsm/latest/userguide/best-practices.html'),
  ],

  *check(inventory) {
    for (const cluster of inventory.clusters) {
      yield judge(cluster, {
        applies: all(
          isKept(cluster),
          explain(
            not(hasKeyStore(cluster, inventory)),
            'a key store is on the cluster, and key-store-under-two-hsms judges it',
          ),
        ),
        complies: hasTwoHsms(cluster, inventory),
        at: cluster.at,
        holds: 'the cluster has two or more active HSMs in different Availability Zones',
        message: `the cluster has fewer than two active HSMs in different Availability Zones, so no key store can be made of it${advice(cluster)}`,
        remedy: () => secondHsm(cluster, hsmsOf(cluster, inventory), isFresh(cluster)),
      });
    }
  },

  *evidence(inventory) {
    for (const hsm of inventory.hsms) {
      const clusters = besides(inventory.clusters, hsm).filter(
        (cluster) => aimsAtCluster(hsm.cluster, cluster).is !== false,
      );
      const names = clusters.map(({ subject }) => subject).join(' or ');
      const which = names === '' ? 'one that is not here' : names;
      yield passedOver(hsm, `an HSM is evidence about its cluster: ${which}`);
    }
  },
});

/** A cluster that does not exist yet has no state, and will be kept. */
function isKept({ state }: HsmCluster): Truth {
  if (!state.known && state.reason === 'known-after-apply') return yes;
  return explain(
    holds(state, (s) => s !== 'DELETED' && s !== 'DELETE_IN_PROGRESS'),
    'the cluster is deleted or being deleted',
  );
}

/** With a key store, key-store-under-two-hsms judges the cluster. */
function hasKeyStore(cluster: HsmCluster, inventory: Inventory): Truth {
  return any(
    anyOf(
      besides(inventory.keyStores, cluster).map((store) =>
        all(
          holds(store.type, (type) => type === 'AWS_CLOUDHSM'),
          aimsAtCluster(store.cluster, cluster),
        ),
      ),
    ),
    mayBeHidden(inventory, cluster.scope, 'keyStore', cluster),
  );
}

function advice(cluster: HsmCluster): string {
  return isFresh(cluster) ? '; it takes a second HSM only after activation' : '';
}

function isFresh({ state }: HsmCluster): boolean {
  return state.known && ['UNINITIALIZED', 'INITIALIZED'].includes(state.value);
}
