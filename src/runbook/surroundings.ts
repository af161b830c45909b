import { holdersOf } from '../model/consumers/holders.ts';
import type { Consumer, Grant, Holding, Inventory, Key } from '../model/inventory.ts';
import { grantsOn, wereGrantsAsked } from '../model/keys/grants.ts';
import { compareText } from '../text/compare.ts';
import { say, type Sentence } from './sentence.ts';

/**
 * What uses the key and is no part of the inventory. This is the one place for it: whoever can tell consumers or grants fills
 * it in, and the checks and the grants step tell them. Null where nothing was read.
 */
export interface Surroundings {
  /** Who holds the key by its id or ARN, so that a moved alias does not reach them: a sentence each. */
  readonly consumers: readonly Sentence[] | null;
  /** Grants that no AWS service made for itself. */
  readonly grants: readonly Grant[] | null;
}

export const nothingRead: Surroundings = { consumers: null, grants: null };

/** So many consumers are named. */
const mostNamed = 10;

/** What the inputs tell of the key's surroundings. */
export function surroundingsOf(key: Key, inventory: Inventory): Surroundings {
  return { consumers: consumersOf(key, inventory), grants: grantsOf(key, inventory) };
}

function grantsOf(key: Key, inventory: Inventory): readonly Grant[] | null {
  const { grants, hasMore } = grantsOn(key, inventory);
  if (wereGrantsAsked(key, inventory).is !== true || hasMore.is !== false) return null;
  return grants.flatMap(({ grant, isOn }) =>
    isOn.is === true && !grant.isOfService ? [grant] : [],
  );
}

/** Plans and accounts are not asked. */
function consumersOf(key: Key, inventory: Inventory): readonly Sentence[] | null {
  if (key.source !== 'hcl') return null;
  const direct = holdersOf(key, inventory)
    .flatMap((consumer) =>
      consumer.holdings
        .filter((holding) => isDirect(holding, consumer) && isOf(holding, key))
        .map((holding) => ({ consumer, holding })),
    )
    .toSorted((a, b) => compareText(a.consumer.subject, b.consumer.subject));
  const told = direct
    .slice(0, mostNamed)
    .map(
      ({ consumer: { subject, at }, holding: { argument } }): Sentence =>
        say`${subject} (${placeOf(at)}) holds the key itself in ${argument}, and not the alias: it stays with the old key until that is changed.`,
    );
  const left = direct.length - told.length;
  const own = `And ${left} more resources hold the key itself.`;
  return [...told, ...(left === 0 ? [] : [say`${{ own }}`])];
}

/** What goes by an alias has its value from where the alias is declared, and not from its own argument. */
function isDirect({ key: { id } }: Holding, { at }: Consumer): boolean {
  if (at.kind !== 'source' || id.at.kind !== 'source' || at.path !== id.at.path) return false;
  return id.at.line >= at.line && id.at.line <= at.endLine;
}

function isOf({ key: { branches, id } }: Holding, { identity, keyId }: Key): boolean {
  const isNamed = id.known && keyId.known && id.value.endsWith(keyId.value);
  return isNamed || branches.some(({ identities }) => identities.includes(identity));
}

function placeOf(at: Consumer['at']): string {
  return at.kind === 'source' ? `${at.path}:${at.line}` : (at.path ?? '');
}
