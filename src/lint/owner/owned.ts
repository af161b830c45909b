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

/** Whose the account of a scope is, and who read it. */
export interface Origin {
  readonly accountName?: string;
  /** ARN of the role that asked. */
  readonly role?: string;
}

/** No ARN of a role is longer. */
const longestArn = 2048;

/** What is known of the origin of scopes, by scope. */
export function originsOf({ scopes }: Inventory): Readonly<Record<string, Origin>> {
  const origins = scopes.map(({ id, accountName = null, role = null }): [string, Origin] => {
    const [name, arn] = [showable(accountName, longestName), showable(role, longestArn)];
    return [
      id,
      { ...(name === null ? {} : { accountName: name }), ...(arn === null ? {} : { role: arn }) },
    ];
  });
  return Object.fromEntries(origins.filter(([, origin]) => Object.keys(origin).length > 0));
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
