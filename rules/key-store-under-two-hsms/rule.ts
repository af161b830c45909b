import { clusterOf, hsmsOf, storeHasTwoHsms } from '../../src/model/stores/hsms.ts';
import { explain, holds } from '../../src/model/truth.ts';
import { secondHsmOf } from '../../src/rule/remedy/stores.ts';
import { defineRule, judge } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'key-store-under-two-hsms',
  title: 'A CloudHSM key store has fewer than two active HSMs in different Availability Zones',
  asks: 'whether two active HSMs in different Availability Zones back the key store',
  severity: 'high',
  judges: ['keyStore'],
  sources: ['hcl', 'plan', 'state', 'live'],
  facts: ['keyStores', 'clusters'],
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/create-keystore.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateCustomKeyStore.html'),
  ],

  *check(inventory) {
    for (const store of inventory.keyStores) {
      yield judge(store, {
        applies: explain(
          holds(store.type, (type) => type === 'AWS_CLOUDHSM'),
          'no CloudHSM cluster is behind an external key store',
        ),
        complies: storeHasTwoHsms(store, inventory),
        at: store.cluster.id.at,
        holds: 'two or more active HSMs in different Availability Zones back the key store',
        message:
          'fewer than two active HSMs in different Availability Zones back the key store: no successor key can be created in it, and one failure makes its keys unavailable',
        remedy: () => {
          const cluster = clusterOf(store, inventory);
          return secondHsmOf(store, cluster, cluster === null ? [] : hsmsOf(cluster, inventory));
        },
      });
    }
  },
});
