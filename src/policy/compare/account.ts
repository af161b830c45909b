import type { Homes } from '../../model/place/home.ts';
import type { Key } from '../../model/inventory.ts';
import type { PolicyText } from '../../model/keys/policy.ts';
import { known, type TextPart, type Value } from '../../model/value.ts';

/** The account of whichever key tells it, else the symbol of the first. */
export function accountOfBoth(a: Key, b: Key, homes: Homes): TextPart {
  const [first, second] = [homes.accountOf(a), homes.accountOf(b)];
  const told = first.known ? first : second;
  const [symbol = `the account of ${a.subject}`] = accountSymbols(a, b);
  return partOf(told, symbol);
}

/** What stands for the accounts of keys that do not tell theirs. */
export function accountSymbols(...keys: readonly Key[]): readonly string[] {
  return keys.flatMap(({ symbols: { account } }) => (account === null ? [] : [account]));
}

/** More accounts than this are not tried one after the other. */
const mostAccounts = 6;

/** Each account that one of the texts names, and one that none does, which comes first; nothing where a pattern may match some of them. */
export function possibleAccounts(texts: readonly PolicyText[]): readonly string[] {
  const parts = texts.flatMap((text) => (text.known ? [text.value ?? ''] : (text.parts ?? [])));
  const written = parts.map((part) => (typeof part === 'string' ? part : ' ')).join(' ');
  if (/\d[*?]|[*?]\d/.test(written)) return [];
  const named = new Set(written.match(/(?<!\d)\d{12}(?!\d)/g) ?? []);
  let other = 0;
  while (named.has(String(other).padStart(12, '0'))) other++;
  return named.size > mostAccounts ? [] : [String(other).padStart(12, '0'), ...named];
}

/** The text with the account in place of what stands for it. */
export function settle(text: PolicyText, names: readonly string[], account: TextPart): PolicyText {
  if (text.known || text.parts === undefined || names.length === 0) return text;
  const parts = text.parts.map((part) =>
    typeof part !== 'string' && names.includes(part.symbol) ? account : part,
  );
  const written = parts.filter((part) => typeof part === 'string');
  if (written.length < parts.length) return { ...text, parts };
  const { assumed, byDefault, inside } = text;
  return {
    ...known(written.join(''), 'explicit', text.at),
    ...(assumed === undefined ? {} : { assumed }),
    ...(byDefault === undefined ? {} : { byDefault }),
    ...(inside === undefined ? {} : { inside }),
  };
}

/** A known text, or the symbol that stands for it. */
export function partOf(value: Value<string>, symbol: string): TextPart {
  return value.known ? value.value : { symbol: value.symbol ?? symbol };
}
