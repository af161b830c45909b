import type { Branch } from '../../model/branch.ts';
import type { Change, Kind } from '../../model/inventory.ts';
import type { Location } from '../../model/location.ts';
import type { Truth } from '../../model/truth.ts';
import type { Unknown, Value } from '../../model/value.ts';

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [member: string]: Json };

/** Blocks by address without instance keys; null where an expression may reach any block at all. */
export type Reach = ReadonlySet<string> | null;

/** What an argument's expression refers to, resolved to resource instances. */
export interface References {
  /** One branch for each resource that is referred to; identities are resource instance addresses. */
  readonly branches: readonly Branch[];
  /** What it would refer to if a condition were otherwise. */
  readonly otherwise?: readonly Branch[];
  /** False where it also refers to something that is no resource instance here. */
  readonly complete: boolean;
  /** Where it is not complete: what it can have its value from at most; absent where that is anything. */
  readonly reach?: () => Reach;
}

/**
 * Of what an argument can be computed that is not known before apply: of nothing that is unknown itself, of the ids, ARNs
 * and names of KMS objects alone, or of anything.
 */
export type Sources = 'nothing' | 'texts' | 'anything';

/** One argument of a resource instance. */
export interface Attribute {
  /** Known null where nobody set it and the source has no value for it. */
  readonly value: Value<Json>;
  /** Whether the configuration writes it; unknown where there is no configuration to look in. */
  readonly written: Value<boolean>;
  /** Whether what a plan shows can be what the provider had before, since the argument may be null. */
  readonly mayBeKept?: true;
  /** Where a plan leaves the value to be known after apply: of what it can be computed. */
  readonly sources?: () => Sources;
  /** What is not known of a list or map that is known but for some of its parts: those are absent from the value. */
  readonly lacking?: Unknown;
  readonly references: References;
}

/** A resource instance of a configuration or plan: what `terraform/` reads, whoever wrote it. */
export interface Resource {
  readonly source: 'hcl' | 'plan' | 'state';
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** As Terraform prints it. */
  readonly address: string;
  /** Address that one object keeps in the prior and the planned state. */
  readonly identity: string;
  /** Addresses that it had before it was moved there, latest first. */
  readonly formerly?: readonly string[];
  /** Module instance, as in `module.a["x"].module.b`; empty for the root. */
  readonly module: string;
  readonly exists: Truth;
  readonly guard: string | null;
  /** Region of the provider configuration that it belongs to. */
  readonly providerRegion: Value<string>;
  /** `default_tags` of that provider configuration, null where it has none; what a plan adds stands in `tags_all`. */
  readonly providerTags: Value<Json>;
  /** Symbol of the account that the provider configuration reaches. */
  readonly providerAccount: Value<string>;
  /** In a prior state: what the plan does to it. */
  readonly change: Change | null;
  readonly at: Location;
  /** The output by which a key's id leaves the module to a caller that was not read. */
  readonly exit?: Unknown;
  /** Of a consumer: the RFC 6901 pointers of its arguments that may hold a key. `attribute` takes them too. */
  readonly keyArguments?: readonly string[];
  attribute(name: string): Attribute;
}

/** A block of a configuration that declares an object of the inventory and makes none. */
export interface Without {
  readonly kind: Kind;
  /** Without an instance key. */
  readonly address: string;
  /** Completes "not judged, because …". */
  readonly why: string;
  readonly at: Location;
}

/** The resource types that are judged or lead to something that is. Everything else is passed over unread. */
export const keyTypes: ReadonlySet<string> = new Set([
  'aws_kms_key',
  'aws_kms_external_key',
  'aws_kms_replica_key',
  'aws_kms_replica_external_key',
  'awscc_kms_key',
  'awscc_kms_replica_key',
]);
export const aliasTypes: ReadonlySet<string> = new Set(['aws_kms_alias', 'awscc_kms_alias']);
/** What watches keys, and what its events are handed to. */
export const monitorTypes: ReadonlySet<string> = new Set([
  'aws_cloudwatch_event_rule',
  'aws_cloudwatch_event_target',
  'aws_cloudwatch_log_metric_filter',
]);
export const relevantTypes: ReadonlySet<string> = new Set([
  ...keyTypes,
  ...aliasTypes,
  ...monitorTypes,
  'aws_kms_key_policy',
  'aws_kms_grant',
  'aws_kms_custom_key_store',
  'aws_cloudhsm_v2_cluster',
  'aws_cloudhsm_v2_hsm',
]);

const otherKinds: Readonly<Record<string, Kind>> = {
  aws_kms_key_policy: 'policy',
  aws_kms_grant: 'grant',
  aws_kms_custom_key_store: 'keyStore',
  aws_cloudhsm_v2_cluster: 'cluster',
  aws_cloudhsm_v2_hsm: 'hsm',
};

/** What a resource of a type is in the inventory; null where it has no place in it. */
export function kindOfType(type: string): Kind | null {
  if (keyTypes.has(type)) return 'key';
  if (monitorTypes.has(type)) return 'monitor';
  return aliasTypes.has(type) ? 'alias' : (otherKinds[type] ?? null);
}
