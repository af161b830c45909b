import { emptyInventory, type Inventory } from '../../model/inventory.ts';
import { isCustomerManaged } from '../../model/keys/eligibility.ts';
import type { Account } from '../../read/accounts.ts';
import { readAccount } from '../../read/batches.ts';
import { compareText } from '../../text/compare.ts';
import { isAmong, meet, type Met, type Told } from '../beside.ts';
import { checkBatch } from '../checked.ts';
import { toPiece, type Dated, type Made } from '../parts/piece.ts';
import { scansOf } from '../trend/scans.ts';
import { noTrend, seeEarlier, trendOf } from '../trend/trend.ts';

/** An account as it was judged, and what it has in common with the code. */
export interface JudgedAccount extends Made {
  readonly met: Met;
}

/**
 * Reads and judges an account, in this thread or another one.
 * @throws UserError where a snapshot of it that was named is broken
 */
export async function judgeAccount(
  account: Account,
  told: Told,
  options: Dated,
): Promise<JudgedAccount> {
  const { hasPrevious = false } = options;
  const earlier = hasPrevious ? await seeEarlier(account, options) : null;
  const checked = checkBatch(await readAccount(account, false), [], options);
  const { present } = checked;
  const trend = earlier === null ? noTrend : trendOf(earlier, checked, options);
  const { findings, met } = meet(checked.findings, present, told);
  const made = await toPiece(
    { ...checked, findings },
    {
      isElsewhere: (key) => isAmong(told.judged, key),
      account: emptyInventory,
      unmanaged: options.unmanaged === true ? unmanagedIn(present, told) : null,
      trend: hasPrevious ? trend : null,
      scans: scansOf(present.scopes, earlier?.scopes ?? []),
    },
    options,
  );
  return { ...made, met };
}

/** ARNs of customer keys that no plan or state knows. A key of which is not known whose it is may be AWS's own. */
function unmanagedIn({ keys }: Inventory, { names }: Told): readonly string[] {
  return keys
    .filter((key) => isCustomerManaged(key).is === true && !isAmong(names, key))
    .map(({ subject }) => subject)
    .toSorted(compareText);
}
