import type { AliasDates } from './aliases/dates.ts';
import type { Branch } from './branch.ts';
import type { Change } from './change.ts';
import type {
  KeySpec,
  KeyUsage,
  Origin,
  KeyState,
  KeyManager,
  KeyStoreType,
  ConnectionState,
  ClusterState,
  HsmState,
} from './api-values.ts';
import type { Conventions } from './conventions.ts';
import type { Gap, Kind } from './gap.ts';
import type { GrantTerms } from './keys/grant-terms.ts';
import type { KeyHistory } from './keys/history.ts';
import type { Rotation } from './keys/rotation.ts';
import type { Location } from './location.ts';
import type { Scope, Source } from './place/scope.ts';
import type { Truth } from './truth.ts';
import type { Unknown, Value } from './value.ts';

export * from './aliases/dates.ts';
export * from './api-values.ts';
export * from './change.ts';
export * from './gap.ts';
export type * from './place/scope.ts';
export type { Rotation } from './keys/rotation.ts';

/** What every object of the inventory has. */
export interface Subject {
  readonly source: Source;
  /** What lineage and absence never cross: a root module, or an account and Region. */
  readonly scope: string;
  /** Address as Terraform prints it, or the ARN. */
  readonly subject: string;
  /** One object in the prior and in the present state; equals `subject` unless it was moved or deposed. */
  readonly identity: string;
  /** Addresses that it had before it was moved there, latest first; absent where it was not. */
  readonly formerly?: readonly string[];
  readonly account: Value<string>;
  readonly region: Value<string>;
  /** What stands for account and Region where they are not known: equal symbols of one scope are equal values. */
  readonly symbols: { readonly account: string | null; readonly region: string | null };
  /** Whether it exists at all: unknown under an unknown count, or where the plan holds no instance. */
  readonly exists: Truth;
  /** Objects with the same guard exist together. */
  readonly guard: string | null;
  /** A plan that was made of the same configuration tells it better: it is there, and no verdict is about it. */
  readonly covered?: true;
  readonly at: Location;
}

/** What an argument points at, as far as it could be resolved. */
export interface Target {
  /** Key id, key ARN, cluster id …, where known. */
  readonly id: Value<string>;
  /** The declared objects it may be, one branch for each reference; those it chose from where `id` is known. */
  readonly branches: readonly Branch[];
  /** What it would be if a condition that is known today were otherwise; absent where there is none. */
  readonly otherwise?: readonly Branch[];
  /** False where something besides the branches may be meant. */
  readonly complete: boolean;
  /** Where it is not complete: the identities of the objects of which it is one; absent where it may be any. */
  readonly within?: ReadonlySet<string>;
}

export interface Key extends Subject {
  readonly kind: 'key';
  readonly keyId: Value<string>;
  readonly arn: Value<string>;
  readonly keyManager: Value<KeyManager>;
  readonly keySpec: Value<KeySpec>;
  readonly keyUsage: Value<KeyUsage>;
  readonly origin: Value<Origin>;
  readonly keyState: Value<KeyState>;
  readonly multiRegionKeyType: Value<'PRIMARY' | 'REPLICA' | null>;
  readonly inCustomKeyStore: Value<boolean>;
  /** CustomKeyStoreId of DescribeKey; absent outside key stores, and where the source does not tell it. */
  readonly keyStoreId?: string;
  readonly rotation: Rotation;
  /** The primary of a multi-Region replica. */
  readonly primary: Target | null;
  /** The key's own policy argument or GetKeyPolicy; null where none is declared. */
  readonly policy: Value<string | null>;
  /** Whether a policy may lock everybody out; absent where nobody can ask for it. */
  readonly bypassesLockoutCheck?: Value<boolean>;
  readonly tags: Value<Readonly<Record<string, string>>>;
  /** With those that the provider's `default_tags` add; where the source is AWS, the same. */
  readonly allTags: Value<Readonly<Record<string, string>>>;
  /** Why it does not hold all tags; absent where it does. */
  readonly tagsLacking?: Unknown;
  /** ValidTo: when the earliest imported key material expires, in ISO 8601 and UTC; null where none does. */
  readonly expiresAt: Value<string | null>;
  readonly description: Value<string | null>;
  /** Of live keys alone. */
  readonly history?: KeyHistory;
  /** Why not all of its grants are known; null where they are. Of live keys alone: elsewhere gaps tell. */
  readonly grantsUnread?: Unknown | null;
  /** In a prior state: what the plan does to the key. */
  readonly change: Change | null;
  /** The output by which its id leaves a module whose caller was not read, and may give it an alias. */
  readonly exit?: Unknown;
}

export interface Alias extends Subject {
  readonly kind: 'alias';
  /** With its prefix, as in `alias/application-current`. */
  readonly name: Value<string>;
  readonly target: Target;
  /** For pictures, never for verdicts; absent where the source knows none. */
  readonly dates?: AliasDates;
  readonly change: Change | null;
}

/** A policy that is attached by an object of its own (aws_kms_key_policy). */
export interface PolicyAttachment extends Subject {
  readonly kind: 'policy';
  readonly key: Target;
  readonly text: Value<string>;
  /** As with a key. */
  readonly bypassesLockoutCheck?: Value<boolean>;
}

/** A grant on a key: an aws_kms_grant, or an entry of ListGrants. */
export interface Grant extends Subject, GrantTerms {
  readonly kind: 'grant';
  readonly key: Target;
}

export interface KeyStore extends Subject {
  readonly kind: 'keyStore';
  readonly keyStoreId: Value<string>;
  /** CustomKeyStoreName. */
  readonly name: Value<string>;
  readonly type: Value<KeyStoreType>;
  readonly cluster: Target;
  readonly connectionState: Value<ConnectionState>;
  /** ConnectionErrorCode: why the connection failed; null where AWS tells none. */
  readonly connectionErrorCode: string | null;
}

export interface HsmCluster extends Subject {
  readonly kind: 'cluster';
  readonly clusterId: Value<string>;
  readonly state: Value<ClusterState>;
}

export interface Hsm extends Subject {
  readonly kind: 'hsm';
  readonly cluster: Target;
  readonly availabilityZone: Value<string>;
  readonly subnet: Value<string>;
  readonly state: Value<HsmState>;
}

/** What can tell somebody of what becomes of keys: an EventBridge rule, or a metric filter over the log of CloudTrail. */
export interface Monitor extends Subject {
  readonly kind: 'monitor';
  readonly type: 'eventRule' | 'metricFilter';
  /** EventPattern of the one, FilterPattern of the other; null for a rule that goes by the clock. */
  readonly pattern: Value<string | null>;
  /** Whether it gets AWS's own events and hands them on: it is on, on the default event bus, and has a target. */
  readonly isHeard: Truth;
}

/** A managed resource of another service, with arguments whose whole value is a key's id, ARN or alias. */
export interface Consumer extends Subject {
  readonly kind: 'consumer';
  /** None where it holds a key in the prior state alone. */
  readonly holdings: readonly Holding[];
}

/** An argument that holds a key. */
export interface Holding {
  /** Names of blocks and argument, dotted, without positions. */
  readonly argument: string;
  readonly key: Target;
}

/** A block that declares an object and makes none: `count = 0`, an empty `for_each`, `enabled = false`. */
export interface WithoutInstance extends Subject {
  readonly kind: Kind;
  /** Why, for its verdicts. */
  readonly why: string;
}

/** Everything that was read, in one vocabulary for every source. */
export interface Inventory {
  readonly scopes: readonly Scope[];
  readonly keys: readonly Key[];
  readonly aliases: readonly Alias[];
  readonly policies: readonly PolicyAttachment[];
  readonly grants: readonly Grant[];
  readonly keyStores: readonly KeyStore[];
  readonly clusters: readonly HsmCluster[];
  readonly hsms: readonly Hsm[];
  /** What watches keys; absent where nobody looked for it. */
  readonly monitors?: readonly Monitor[];
  /** Of keys that are out of use or taken away, and where one moves to another key; absent where none was looked for. */
  readonly consumers?: readonly Consumer[];
  /** Blocks of a configuration that make no instance; absent where there is none. */
  readonly withoutInstance?: readonly WithoutInstance[];
  /** What should have been read and was not: a run with gaps is never clean. */
  readonly gaps: readonly Gap[];
  /** What its author left out (a targeted plan, say): absence is unknown, and nothing is missing. */
  readonly partial: readonly Gap[];
  /** What the linter's configuration declares. */
  readonly conventions?: Conventions;
}

export const emptyInventory: Inventory = {
  scopes: [],
  keys: [],
  aliases: [],
  policies: [],
  grants: [],
  keyStores: [],
  clusters: [],
  hsms: [],
  gaps: [],
  partial: [],
};
