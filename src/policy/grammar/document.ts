import type { Position } from '../json/problem.ts';
import type { Text } from '../text/text.ts';

/** The types of principal that a resource-based policy knows (IAM User Guide, Principal element). */
export const principalTypes = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;

export type PrincipalType = (typeof principalTypes)[number];

export interface Principal {
  /** Null where the type is not known. */
  readonly type: PrincipalType | null;
  readonly text: Text;
}

/** What an element and its Not-form list. */
export interface Listing<T> {
  readonly negated: boolean;
  readonly items: readonly T[];
}

/** One operator and key of a Condition. `key` or `values` are null where nothing of them is known. */
export interface Conjunct {
  readonly operator: Text;
  readonly key: Text | null;
  readonly values: readonly Text[] | null;
}

export interface Statement extends Position {
  readonly kind: 'statement';
  /** Its place among the statements, from 0. */
  readonly index: number;
  readonly pointer: string;
  readonly sid: Text | null;
  readonly effect: 'Allow' | 'Deny';
  readonly principal: Listing<Principal>;
  /** Null where neither Action nor NotAction is given, or its list is empty: no effect. */
  readonly action: Listing<Text> | null;
  readonly resource: Listing<Text> | null;
  readonly condition: readonly Conjunct[];
}

/** One or more statements of which so little is known that they may be any. */
export interface OpenStatement extends Position {
  readonly kind: 'open';
  readonly index: number;
  readonly pointer: string;
  /** Equal keys are equal statements. */
  readonly key: string;
  readonly symbols: readonly string[];
}

/** A key policy as KMS reads it. */
export interface PolicyDocument {
  /** Null where none is given: then 2008-10-17 holds. */
  readonly version: Text | null;
  readonly statements: readonly (Statement | OpenStatement)[];
  /** Every symbol in it. */
  readonly symbols: ReadonlySet<string>;
}

/** Whether statements, or the type of a principal, are not known: then the policy may break there. */
export function hasOpenParts({ statements }: PolicyDocument): boolean {
  return statements.some(
    (s) => s.kind === 'open' || s.principal.items.some(({ type }) => type === null),
  );
}
