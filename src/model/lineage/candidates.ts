import { rolesOf } from '../aliases/scheme.ts';

/** An alias, by its name and the id of its key. */
export interface NamedKey {
  readonly name: string;
  readonly keyId: string;
}

/**
 * The ids of the keys that aliases may put into a lineage: those with a version alias, or with an alias that shares its stem
 * with another one.
 */
export function keysOfStems(
  aliases: readonly NamedKey[],
  versionPatterns: readonly string[],
): ReadonlySet<string> {
  const roles = rolesOf(
    aliases.map(({ name }) => name),
    versionPatterns,
  );
  const [once, often] = [new Set<string>(), new Set<string>()];
  for (const { stem } of roles.values()) (once.has(stem) ? often : once).add(stem);
  return new Set(
    aliases.flatMap(({ name, keyId }) => (often.has(roles.get(name)?.stem ?? '') ? [keyId] : [])),
  );
}
