import type { Gap, Inventory, Scope, WithoutInstance } from '../../model/inventory.ts';
import { no } from '../../model/truth.ts';
import { unknown } from '../../model/value.ts';
import { aliasTypes, keyTypes, type Resource, type Without } from '../input/resource.ts';
import type { Flaws } from './attributes.ts';
import { readAlias, readCluster, readHsm, readKeyStore, readPolicy } from './attachments.ts';
import { readGrant } from './grants.ts';
import { readKey } from './keys.ts';
import { readMonitors } from './monitors.ts';
import { declare } from './targets.ts';

/** What is not told by the resources themselves. */
export interface Completeness {
  readonly gaps: readonly Gap[];
  readonly partial: readonly Gap[];
  /** Blocks that make no instance; absent where there is none. */
  readonly without?: readonly Without[];
  /** False where nobody looked for what watches keys. */
  readonly monitors?: boolean;
}

/** Resources of one root module in one state, in the vocabulary of the KMS and CloudHSM APIs. */
export function toInventory(
  resources: readonly Resource[],
  place: Scope,
  { gaps, partial, without = [], monitors = true }: Completeness,
): Inventory {
  const flaws: Flaws = { scope: place.id, found: [] };
  const declared = declare(resources);
  const managed = resources.filter((resource) => resource.mode === 'managed');
  const ofType = (type: string): readonly Resource[] => managed.filter((r) => r.type === type);
  return {
    scopes: [place],
    keys: managed
      .filter((r) => keyTypes.has(r.type))
      .map((r) => readKey(r, declared, flaws))
      .filter((key) => key !== null),
    aliases: managed
      .filter((r) => aliasTypes.has(r.type))
      .map((r) => readAlias(r, declared, flaws)),
    policies: ofType('aws_kms_key_policy').map((r) => readPolicy(r, declared, flaws)),
    grants: ofType('aws_kms_grant').map((r) => readGrant(r, declared, flaws)),
    keyStores: ofType('aws_kms_custom_key_store').map((r) => readKeyStore(r, declared, flaws)),
    clusters: ofType('aws_cloudhsm_v2_cluster').map((r) => readCluster(r, flaws)),
    hsms: ofType('aws_cloudhsm_v2_hsm').map((r) => readHsm(r, declared, flaws)),
    ...(monitors ? { monitors: readMonitors(managed, place.id) } : {}),
    ...(without.length === 0
      ? {}
      : { withoutInstance: without.map((block) => withoutInstance(block, place.id)) }),
    gaps: [...gaps, ...distinct(flaws.found)],
    partial,
  };
}

/** It is nowhere: neither account nor Region can be told of it. */
function withoutInstance({ kind, address, why, at }: Without, scope: string): WithoutInstance {
  const nowhere = unknown('not-read', address, at);
  return {
    kind,
    why,
    source: 'hcl',
    scope,
    subject: address,
    identity: address,
    account: nowhere,
    region: nowhere,
    symbols: { account: null, region: null },
    exists: no,
    guard: null,
    at,
  };
}

/** One argument is read by several questions; its flaw is told once. */
function distinct(gaps: readonly Gap[]): readonly Gap[] {
  return [...new Map(gaps.map((gap) => [gap.what, gap])).values()];
}
