import { holdersOf } from '../model/consumers/holders.ts';
import type { Consumer, Holding, Inventory, Key } from '../model/inventory.ts';
import { compareText } from '../text/compare.ts';
import { say, type Sentence } from './sentence.ts';

/**
 * What uses the key and is no part of the inventory. This is the one place for it: whoever can tell consumers or grants fills
 * it in, and the checks and the grants step tell them. Null where nothing was read.
 */
export interface Surroundings {
  /** Who holds the key by its id or ARN, so that a moved alias does not reach them: a sentence each. */
  readonly consumers: readonly Sentence[] | null;
  readonly grants: readonly Grant[] | null;
}

/** A grant of the customer's own (KMS API, CreateGrant). */
export interface Grant {
  readonly granteePrincipal: string;
  readonly retiringPrincipal: string | null;
  readonly operations: readonly string[];
  readonly name: string | null;
  /** Constraints in the API's words; null where there are none. */
  readonly constraints: Readonly<{ [member: string]: Readonly<{ [name: string]: string }> }> | null;
}

export const nothingRead: Surroundings = { consumers: null, grants: null };

/** So many consumers are named. */
const mostNamed = 10;

/** What a configuration tells of the key's surroundings; plans and accounts are not asked. */
export function surroundingsOf(key: Key, inventory: Inventory): Surroundings {
  if (key.source !== 'hcl') return nothingRead;
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
  return { ...nothingRead, consumers: [...told, ...(left === 0 ? [] : [say`${{ own }}`])] };
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
