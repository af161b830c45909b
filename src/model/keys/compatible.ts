import { sharesHome, type Homes } from '../place/home.ts';
import type { Alias, Key } from '../inventory.ts';
import { all, holds, undecided, yes, type Truth } from '../truth.ts';
import type { Value } from '../value.ts';

/** Whether an alias may move from one key to another, and what stands against it. */
export interface Compatibility {
  readonly truth: Truth;
  readonly why: readonly string[];
}

/**
 * UpdateAlias wants the current and the new key of one type (symmetric, asymmetric or HMAC) and one key usage,
 * in the alias's account and Region; another key spec of the same type is allowed (KMS API, UpdateAlias).
 */
export function compatible(alias: Alias, from: Key | null, to: Key, homes: Homes): Compatibility {
  const place = sharesHome(alias, to, homes);
  const type = from === null ? yes : agree(typeOf(from), typeOf(to));
  const usage = from === null ? yes : agree(from.keyUsage, to.keyUsage);
  const why = [
    ...(place.is === false ? ['it is in another account or Region'] : []),
    ...(type.is === false ? ['it is of another type (symmetric, asymmetric or HMAC)'] : []),
    ...(usage.is === false ? ['it has another key usage'] : []),
  ];
  return { truth: all(place, type, usage), why };
}

/** Whether two keys are of one type and one key usage, as with keys that an alias may move between. */
export function haveOneTypeAndUsage(a: Key, b: Key): Truth {
  return all(agree(typeOf(a), typeOf(b)), agree(a.keyUsage, b.keyUsage));
}

/** The type by the key spec, or by a key usage that only one type has. */
function typeOf({ keySpec, keyUsage }: Key): Value<string> {
  if (keySpec.known) {
    if (keySpec.value === 'SYMMETRIC_DEFAULT') return { ...keySpec, value: 'symmetric' };
    return { ...keySpec, value: keySpec.value.startsWith('HMAC') ? 'HMAC' : 'asymmetric' };
  }
  if (!keyUsage.known || keyUsage.value === 'ENCRYPT_DECRYPT') return keySpec;
  return { ...keyUsage, value: keyUsage.value === 'GENERATE_VERIFY_MAC' ? 'HMAC' : 'asymmetric' };
}

function agree(a: Value<string>, b: Value<string>): Truth {
  return a.known ? holds(b, (value) => value === a.value) : all(undecided(a));
}
