/** Actions of KMS that a key policy can allow or deny on its key (AWS service authorization reference). */
export declare const keyActions: readonly string[];
/** Actions of KMS that name no key, so that a key policy cannot allow them. */
export declare const otherActions: readonly string[];
/** Condition keys of KMS with the types of their values; one that ends in `:` or `/` is followed by a name. */
export declare const conditionKeys: Readonly<Record<string, string>>;
/** Global condition keys, as far as the reference names them. */
export declare const globalKeys: readonly string[];
/** The condition keys of KMS that a request for an action on a key can carry. */
export declare const keysOfAction: Readonly<Record<string, readonly string[]>>;
