import type { AnswerError } from '../../read/snapshot/format.ts';
import type { Cloud, MemberAccount } from './cloud.ts';
import { describeError } from '../aws/sdk/error.ts';

/** Part of the organisation that could not be listed: what it holds was not read. */
export interface Unlisted {
  /** `organizational unit ou-…`, `organization`. */
  readonly what: string;
  readonly error: AnswerError;
}

export interface Members {
  readonly accounts: readonly MemberAccount[];
  readonly unlisted: readonly Unlisted[];
}

/** The accounts of the organisation, or those of the units and of all units below them, each once. */
export async function listMembers(cloud: Cloud, units: readonly string[]): Promise<Members> {
  const accounts = new Map<string, MemberAccount>();
  const unlisted: Unlisted[] = [];
  const add = (found: readonly MemberAccount[]) => {
    for (const account of found) accounts.set(account.id, account);
  };
  const attempt = async (what: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      unlisted.push({ what, error: describeError(error) });
    }
  };
  if (units.length === 0) {
    await attempt('organization', async () => add(await cloud.listAccounts()));
  }
  const waiting = [...units];
  const seen = new Set<string>();
  for (let unit = waiting.shift(); unit !== undefined; unit = waiting.shift()) {
    const parent = unit;
    if (seen.has(parent)) continue;
    seen.add(parent);
    const name = `organizational unit ${parent}`;
    await attempt(name, async () => add(await cloud.listAccountsIn(parent)));
    await attempt(`units below ${name}`, async () => {
      waiting.push(...(await cloud.listUnitsIn(parent)));
    });
  }
  return { accounts: [...accounts.values()], unlisted };
}
