import type { Finding } from '../../model/finding.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { RunOptions } from '../options.ts';
import { ownersIn, showable, usualOwnerTags } from './owners.ts';
import { isReported } from '../repeats.ts';
import type { ReportedFinding } from '../report.ts';

/** Organizations takes no longer name of an account. */
const longestName = 50;

/** Takes the names of accounts down: an account has one, which all of its snapshots tell. */
export function noteNames(scopes: Inventory['scopes'], names: Map<string, string>): void {
  for (const { id, accountName = null } of scopes) {
    const name = showable(accountName, longestName);
    const [account = ''] = /^\d{12}(?= )/.exec(id) ?? [];
    if (name !== null && account !== '' && !names.has(account)) names.set(account, name);
  }
}

/** Names of accounts by scope, for those that tell. */
export function namesByScope({
  scopes,
}: Pick<Inventory, 'scopes'>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    scopes.flatMap(({ id, accountName = null }) => {
      const name = showable(accountName, longestName);
      return name === null ? [] : [[id, name]];
    }),
  );
}

/** Tags that the configuration names, and the one that findings are grouped by; null for the usual ones. */
export function ownerTagNames({ config = null, groupTag = null }: RunOptions) {
  const chosen = config?.ownerTags ?? null;
  return groupTag === null ? chosen : [...(chosen ?? usualOwnerTags), groupTag];
}

/** Findings with whose their subjects are; passes alone do not say so where nobody asks for them. */
export function tellOwners<T extends Finding>(
  findings: readonly T[],
  inventories: readonly Inventory[],
  options: RunOptions,
): readonly (T & Pick<ReportedFinding, 'owner'>)[] {
  const ownerOf = ownersIn(inventories, ownerTagNames(options) ?? usualOwnerTags);
  return findings.map((finding) => {
    const owner = isShown(finding, options) ? ownerOf(finding) : null;
    return owner === null ? finding : { ...finding, owner };
  });
}

/** The same with the names of their accounts. */
export function nameAccounts<T extends { readonly account: string | null }>(
  some: readonly T[],
  names: ReadonlyMap<string, string>,
): readonly T[] {
  if (names.size === 0) return some;
  return some.map((one) => {
    const accountName = names.get(one.account ?? '');
    return accountName === undefined ? one : { ...one, accountName };
  });
}

function isShown({ kind }: Finding, { everyVerdict = true }: RunOptions): boolean {
  return everyVerdict || isReported(kind);
}
