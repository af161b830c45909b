import { besides, existsBeside, mayBeHidden } from '../absence.ts';
import type { Hsm, HsmCluster, Inventory, KeyStore } from '../inventory.ts';
import { aimsAtCluster } from '../targets.ts';
import { all, no, truth, undecided, yes, type Truth } from '../truth.ts';
import { provablyEqual, show, unknown, type Unknown } from '../value.ts';

/** What CreateCustomKeyStore and CreateKey demand (CloudHSM API, CloudHsmClusterInvalidConfigurationException). */
const wanted = 2;

/** Whether the cluster has two active HSMs in different Availability Zones. */
export function hasTwoHsms(cluster: HsmCluster, inventory: Inventory): Truth {
  const hsms = besides(inventory.hsms, cluster).map((hsm) => ({
    hsm,
    counts: all(aimsAtCluster(hsm.cluster, cluster), existsBeside(hsm, cluster), isActive(hsm)),
  }));
  const certain = hsms.filter(({ counts }) => counts.is === true).map(({ hsm }) => hsm);
  const possible = hsms.filter(({ counts }) => counts.is !== false).map(({ hsm }) => hsm);
  if (countZones(certain) >= wanted) return yes;
  const hidden = mayBeHidden(inventory, cluster.scope, 'hsm', cluster);
  if (countZones(possible) < wanted && hidden.is === false) return no;
  const because = [...hsms.map(({ counts }) => counts), hidden];
  return undecided(
    ...because.flatMap((t): readonly Unknown[] => (t.is === 'unknown' ? t.because : [])),
  );
}

/** The cluster behind a key store: one of the inventory, or one declared elsewhere. */
export function storeHasTwoHsms(store: KeyStore, inventory: Inventory): Truth {
  const own = clusterOf(store, inventory);
  if (own !== null) return hasTwoHsms(own, inventory);
  const { id } = store.cluster;
  const attached = besides(inventory.hsms, store).filter(
    (hsm) =>
      provablyEqual(hsm.cluster.id, id) && hsm.exists.is === true && isActive(hsm).is === true,
  );
  if (countZones(attached) >= wanted) return yes;
  if (!id.known) return undecided(id);
  const what = `cluster ${show(id)}`;
  if (store.source !== 'live') return undecided(unknown('declared-elsewhere', what, id.at));
  const hidden = mayBeHidden(inventory, store.scope, 'cluster');
  return hidden.is === 'unknown' ? hidden : undecided(unknown('not-found', what, id.at));
}

/** How many of the zones differ: only provably equal zones or subnets coincide. */
export function countZones(hsms: readonly Hsm[]): number {
  const groups: Hsm[][] = [];
  for (const hsm of hsms) {
    const same = groups.filter((group) => group.some((other) => sharesZone(hsm, other)));
    for (const group of same) groups.splice(groups.indexOf(group), 1);
    groups.push([hsm, ...same.flat()]);
  }
  return groups.length;
}

function sharesZone(a: Hsm, b: Hsm): boolean {
  return provablyEqual(a.availabilityZone, b.availabilityZone) || provablyEqual(a.subnet, b.subnet);
}

/** A declared HSM that does not exist yet will be active; a live one must be. */
function isActive(hsm: Hsm): Truth {
  const { state, source } = hsm;
  if (!state.known) {
    return source !== 'live' && state.reason === 'known-after-apply' ? yes : undecided(state);
  }
  const creating = source !== 'live' && state.value === 'CREATE_IN_PROGRESS';
  return truth(state.value === 'ACTIVE' || creating);
}

/** The cluster behind a key store, where it is at hand. */
export function clusterOf(store: KeyStore, inventory: Inventory): HsmCluster | null {
  const clusters = besides(inventory.clusters, store);
  return clusters.find((cluster) => aimsAtCluster(store.cluster, cluster).is === true) ?? null;
}

/** The HSMs that are certainly of a cluster, whatever state they are in. */
export function hsmsOf(cluster: HsmCluster, inventory: Inventory): readonly Hsm[] {
  return besides(inventory.hsms, cluster).filter(
    (hsm) => aimsAtCluster(hsm.cluster, cluster).is === true,
  );
}
