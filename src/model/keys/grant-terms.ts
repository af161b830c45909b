import type { Value } from '../value.ts';

/** Names of encryption context keys with their values. */
export type ContextPairs = Readonly<Record<string, string>>;

/** Under which a grant gives what it gives (KMS API, GrantConstraints); null for each that it does not have. */
export interface GrantConstraints {
  /** EncryptionContextEquals: the encryption context is exactly this. */
  readonly equals: ContextPairs | null;
  /** EncryptionContextSubset: the encryption context holds these pairs. */
  readonly subset: ContextPairs | null;
  /** SourceArn: on whose behalf a service asks. */
  readonly sourceArn: string | null;
}

/** What a grant gives to whom. */
export interface GrantTerms {
  /** GranteePrincipal: an ARN, or the name of a service. */
  readonly grantee: Value<string>;
  /** Operations, in the API's words: `Decrypt`, `GenerateDataKey`. */
  readonly operations: Value<readonly string[]>;
  readonly constraints: Value<GrantConstraints>;
  /** RetiringPrincipal: who may retire it besides; null where nobody is named. */
  readonly retirer: Value<string | null>;
  /** Name; null where it has none. */
  readonly name: Value<string | null>;
  /** Whether an AWS service made it for itself: such a service makes another one on another key. */
  readonly isOfService: boolean;
}

export const unconstrained: GrantConstraints = { equals: null, subset: null, sourceArn: null };
