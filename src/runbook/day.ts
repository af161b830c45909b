import { UserError } from '../errors.ts';
import type { Inventory, Key } from '../model/inventory.ts';
import { isDay } from '../text/day.ts';
import { quote } from '../text/suggest.ts';

/**
 * The day of a rotation, `YYYYMMDD`: the one that was asked for, else the day on which the key's input was made, else today.
 * @param today in ISO 8601 and UTC, for inputs that tell no day
 * @throws UserError where what was asked for is no day of this century
 */
export function dayOf(
  asked: string | undefined,
  { scope }: Key,
  { scopes }: Inventory,
  today: string,
): string {
  if (asked !== undefined) {
    const dashed = asked.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
    if (/^20\d{6}$/.test(asked) && isDay(dashed)) return asked;
    throw new UserError(`--date ${quote(asked)}: no day of this century; write it as YYYYMMDD`);
  }
  const recorded = scopes.find(({ id }) => id === scope)?.recordedAt ?? today;
  return recorded.slice(0, 10).replaceAll('-', '');
}
