import { besides, mayBeHidden } from '../../src/model/absence.ts';
import type { Hsm, HsmCluster, Inventory } from '../../src/model/inventory.ts';
import { aimsAtCluster } from '../../src/model/targets.ts';
import {
  all,
  allOf,
  explain,
  holds,
  no,
  not,
  truth,
  undecided,
  type Truth,
} from '../../src/model/truth.ts';
import { unknown, type Value } from '../../src/model/value.ts';
import { replaceHsm } from '../../src/rule/remedy/stores.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'hsm-cluster-degraded',
  title: 'A CloudHSM cluster, or an HSM of it, is degraded',
  asks: 'whether the cluster and its HSMs work',
  severity: 'high',
  otherSeverities: ['low'],
  sources: ['live'],
  facts: ['clusters', 'keyStores'],
  references: [
    new URL('https://docs.aws.amazon.com/cloudhsm/latest/APIReference/API_Cluster.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/fix-keystore.html'),
  ],

  *check(inventory) {
    for (const cluster of inventory.clusters) {
      const hsms = besides(inventory.hsms, cluster).filter(
        (hsm) => aimsAtCluster(hsm.cluster, cluster).is === true && !isLeaving(hsm),
      );
      const degraded = hsms.filter(({ state }) => is(state, 'DEGRADED'));
      const hasStore = besides(inventory.keyStores, cluster).some(
        (store) => aimsAtCluster(store.cluster, cluster).is === true,
      );
      const what = is(cluster.state, 'DEGRADED')
        ? 'the cluster'
        : `${degraded.length} of its ${hsms.length} HSMs`;
      yield judge(cluster, {
        applies: explain(
          holds(cluster.state, (state) => inService.has(state)),
          'the cluster is not in service',
        ),
        complies: works(cluster, hsms, inventory),
        at: cluster.state.at,
        holds: 'the cluster is active, and so is every HSM of it',
        message: `AWS CloudHSM calls ${what} DEGRADED${hasStore ? ', and a key store depends on it: its keys may become unavailable' : ''}; an HSM that does not recover is deleted and made anew`,
        severity: hasStore ? 'high' : 'low',
        remedy: () => replaceHsm(cluster, degraded),
      });
    }
  },
});

const inService: ReadonlySet<string> = new Set([
  'ACTIVE',
  'DEGRADED',
  'UPDATE_IN_PROGRESS',
  'MODIFY_IN_PROGRESS',
  'ROLLBACK_IN_PROGRESS',
]);

/** What is going on may end either way; what is degraded already is so. */
function works(cluster: HsmCluster, hsms: readonly Hsm[], inventory: Inventory): Truth {
  const parts = [cluster, ...hsms].map(({ state }) => state);
  if (parts.some((state) => is(state, 'DEGRADED'))) return no;
  return all(allOf(parts.map(isActive)), not(mayBeHidden(inventory, cluster.scope, 'hsm')));
}

function isActive(state: Value<string>): Truth {
  if (state.known && state.value.endsWith('_IN_PROGRESS')) {
    return undecided(unknown('not-read', `the state after ${state.value}`, state.at));
  }
  return state.known ? truth(state.value === 'ACTIVE') : undecided(state);
}

function isLeaving({ state }: Hsm): boolean {
  return is(state, 'DELETE_IN_PROGRESS') || is(state, 'DELETED');
}

function is(state: Value<string>, wanted: string): boolean {
  return state.known && state.value === wanted;
}
