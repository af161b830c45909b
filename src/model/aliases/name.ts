import { spoken } from '../symbol.ts';
import { show, type Value } from '../value.ts';

/**
 * What tells an alias name from others of its scope: the name, or its known pieces with symbols for the rest, which are
 * equal where the names are. Null where no piece of it is known.
 */
export function nameWithSymbols(name: Value<string>): string | null {
  if (name.known) return name.value;
  const { parts = [] } = name;
  if (!parts.some((part) => typeof part === 'string')) return null;
  return parts.map((part) => (typeof part === 'string' ? part : `\${${part.symbol}}`)).join('');
}

/** An alias name for a message: what is not known of it stands as `${…}`. */
export function showName(name: Value<string>): string {
  if (name.known || name.parts === undefined) return show(name);
  return name.parts
    .map((part) => (typeof part === 'string' ? part : `\${${spoken(part.symbol)}}`))
    .join('');
}
