import type { Inventory } from '../../model/inventory.ts';
import type { RunOptions } from '../options.ts';
import { ownersIn, showable, usualOwnerTags } from './owners.ts';
import { isReported } from '../repeats.ts';
import type { ReportedFinding } from '../report.ts';

/** Organizations takes no longer name of an account. */
const longestName = 50;

/** Takes the names of accounts down: an account has one, which all of its snapshots tell. */
export function noteNames({ scopes }: Inventory, names: Map<string, string>): void {
  for (const { id, accountName = null } of scopes) {
    const name = showable(accountName, longestName);
    const [account = ''] = /^\d{12}(?= )/.exec(id) ?? [];
    if (name !== null && account !== '' && !names.has(account)) names.set(account, name);
  }
}

/** Tags that the configuration names, and the one that findings are grouped by; null for the usual ones. */
export function ownerTagNames({ config = null, groupTag = null }: RunOptions) {
  const chosen = config?.ownerTags ?? null;
  return groupTag === null ? chosen : [...(chosen ?? usualOwnerTags), groupTag];
}

/** Findings with whose their subjects are; passes alone do not say so where nobody asks for them. */
export function tellOwners(
  findings: readonly ReportedFinding[],
  inventories: readonly Inventory[],
  { accountNames }: { readonly accountNames: ReadonlyMap<string, string> },
  options: RunOptions,
): readonly ReportedFinding[] {
  const { everyVerdict = true } = options;
  const ownerOf = ownersIn(inventories, ownerTagNames(options) ?? usualOwnerTags);
  return findings.map((finding) => {
    if (!everyVerdict && !isReported(finding.kind)) return finding;
    const owner = ownerOf(finding);
    const accountName = accountNames.get(finding.account ?? '');
    if (owner === null && accountName === undefined) return finding;
    return {
      ...finding,
      ...(owner === null ? {} : { owner }),
      ...(accountName === undefined ? {} : { accountName }),
    };
  });
}
