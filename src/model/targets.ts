import type { Branch } from './branch.ts';
import type { HsmCluster, Key, KeyStore, Subject, Target } from './inventory.ts';
import { holds, no, truth, undecided, yes, type Truth } from './truth.ts';
import { unknown, type Value } from './value.ts';

export interface Arn {
  readonly account: string;
  readonly region: string;
  /** The last part: `key/<id>`, `alias/<name>` … */
  readonly resource: string;
}

/** Splits `arn:partition:service:region:account:resource`; null for anything else. */
export function parseArn(text: string): Arn | null {
  const match = /^arn:[^:]*:[^:]*:([^:]*):([^:]*):(.+)$/.exec(text);
  if (match === null) return null;
  const [, region = '', account = '', resource = ''] = match;
  return { region, account, resource };
}

/** The key id in a key id or key ARN. */
export function keyIdOf(text: string): string {
  return parseArn(text)?.resource.replace(/^key\//, '') ?? text;
}

/** Whether the target is this key: by ARN, by id (Region included for `mrk-` ids), or by reference. */
export function aimsAtKey(target: Target, key: Key, from: Subject): Truth {
  if (!target.id.known) return aimsByReference(target, key);
  const arn = parseArn(target.id.value);
  const id = keyIdOf(target.id.value);
  if (!key.keyId.known) return cannotBe(key.keyId);
  if (key.keyId.value !== id) return no;
  if (arn !== null) return unlessDifferent(key.region, arn.region);
  return id.startsWith('mrk-') && from.region.known
    ? unlessDifferent(key.region, from.region.value)
    : yes;
}

/** Whether the target is this cluster. */
export function aimsAtCluster(target: Target, cluster: HsmCluster): Truth {
  if (!target.id.known) return aimsByReference(target, cluster);
  if (!cluster.clusterId.known) return cannotBe(cluster.clusterId);
  return truth(cluster.clusterId.value === target.id.value);
}

/** Whether the target is this key store. */
export function aimsAtKeyStore(target: Target, store: KeyStore): Truth {
  if (!target.id.known) return aimsByReference(target, store);
  if (!store.keyStoreId.known) return cannotBe(store.keyStoreId);
  return truth(store.keyStoreId.value === target.id.value);
}

/** Whether one branch of a conditional target is certainly this object, whatever the condition is today. */
export function hasBranch({ branches, otherwise = [] }: Target, object: Subject): boolean {
  return [...branches, ...otherwise].some((branch) => isOnly(branch, object));
}

function aimsByReference(target: Target, object: Subject): Truth {
  if (target.id.known) return no;
  const hits = target.branches.filter((branch) => branch.identities.includes(object.identity));
  const isPossible = !target.complete && (target.within?.has(object.identity) ?? true);
  if (hits.length === 0) return isPossible ? undecided(target.id) : no;
  if (target.complete && target.branches.every((branch) => isOnly(branch, object))) {
    return yes;
  }
  return undecided(
    unknown('ambiguous-reference', target.id.symbol ?? target.id.what, target.id.at),
  );
}

function isOnly({ identities, isDoubtful }: Branch, object: Subject): boolean {
  return isDoubtful !== true && identities.length === 1 && identities[0] === object.identity;
}

/** An id that is already known cannot be that of an object which apply has yet to make. */
function cannotBe(id: Value<string>): Truth {
  if (id.known || id.reason === 'known-after-apply') return no;
  return undecided(id);
}

function unlessDifferent(region: Value<string>, wanted: string): Truth {
  return holds(region, (known) => known === wanted);
}
