import type { Gap, Inventory, Scope } from '../../model/inventory.ts';
import { aliasTypes, keyTypes, type Resource } from '../input/resource.ts';
import type { Flaws } from './attributes.ts';
import { readAlias, readCluster, readHsm, readKeyStore, readPolicy } from './attachments.ts';
import { readKey } from './keys.ts';
import { declare } from './targets.ts';

/** What is not told by the resources themselves. */
export interface Completeness {
  readonly gaps: readonly Gap[];
  readonly partial: readonly Gap[];
}

/** Resources of one root module in one state, in the vocabulary of the KMS and CloudHSM APIs. */
export function toInventory(
  resources: readonly Resource[],
  scope: Scope,
  { gaps, partial }: Completeness,
): Inventory {
  const flaws: Flaws = { scope: scope.id, found: [] };
  const declared = declare(resources);
  const managed = resources.filter((resource) => resource.mode === 'managed');
  const ofType = (type: string): readonly Resource[] => managed.filter((r) => r.type === type);
  return {
    scopes: [scope],
    keys: managed
      .filter((r) => keyTypes.has(r.type))
      .map((r) => readKey(r, declared, flaws))
      .filter((key) => key !== null),
    aliases: managed
      .filter((r) => aliasTypes.has(r.type))
      .map((r) => readAlias(r, declared, flaws)),
    policies: ofType('aws_kms_key_policy').map((r) => readPolicy(r, declared, flaws)),
    keyStores: ofType('aws_kms_custom_key_store').map((r) => readKeyStore(r, declared, flaws)),
    clusters: ofType('aws_cloudhsm_v2_cluster').map((r) => readCluster(r, flaws)),
    hsms: ofType('aws_cloudhsm_v2_hsm').map((r) => readHsm(r, declared, flaws)),
    gaps: [...gaps, ...distinct(flaws.found)],
    partial,
  };
}

/** One argument is read by several questions; its flaw is told once. */
function distinct(gaps: readonly Gap[]): readonly Gap[] {
  return [...new Map(gaps.map((gap) => [gap.what, gap])).values()];
}
