import type { Account } from '../../read/accounts.ts';
import type { Told } from '../beside.ts';
import type { Dated } from '../parts/piece.ts';
import { settingOf, takeDone, taskOf, type Sharing, type Task } from './crossing.ts';
import { inOrder } from './in-order.ts';
import { judgeAccount, type JudgedAccount } from './judge-account.ts';

/** Judges accounts, and gives them in their order, however many threads there are. */
export type Judges = (accounts: readonly Account[]) => AsyncGenerator<JudgedAccount>;

/** So many accounts for each thread are begun and not yet told: while one is written, none waits. */
const ahead = 2;

/** @param accounts all that will be judged */
export async function openJudges(
  accounts: readonly Account[],
  told: Told,
  options: Dated,
  sharing: Sharing | null,
): Promise<Judges> {
  const tasks = new Map<Account, Task>();
  for (const account of accounts) {
    const task = sharing === null ? null : taskOf(account);
    if (task !== null) tasks.set(account, task);
  }
  const here = (account: Account) => judgeAccount(account, told, options);
  const count = sharing === null ? 1 : sharing.count([...tasks.values()]);
  if (sharing === null || count <= 1) {
    return (some) => inOrder(some, 1, here);
  }
  const threads = await sharing.open(count, settingOf(options, told));
  const judgeOne = async (account: Account): Promise<JudgedAccount> => {
    const task = tasks.get(account);
    return task === undefined ? await here(account) : takeDone(await threads.judge(task));
  };
  return (some) => inOrder(some, count * ahead, judgeOne);
}
