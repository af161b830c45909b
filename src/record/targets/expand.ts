import { UserError } from '../../errors.ts';
import type { AnswerError } from '../../read/snapshot/format.ts';
import type { Target } from '../target.ts';
import type { Cloud, MemberAccount } from './cloud.ts';
import { describeError, isExpiry, isFromBetween, tellError } from '../aws/sdk/error.ts';
import { inParallel } from './in-parallel.ts';
import { listMembers, type Members, type Unlisted } from './organization.ts';
import { isInShard, type Shard } from '../../model/place/shard.ts';

/** A role that the command line names; null account: `{account}` stands in the ARN. */
export interface Role {
  readonly arn: string;
  readonly account: string | null;
}

/** Which accounts and Regions to read. */
export interface Selection {
  readonly regions: readonly string[] | 'enabled';
  readonly roles: readonly Role[];
  readonly externalId: string | null;
  readonly sessionName: string;
  /** The organisation's accounts: all, or those below the units; null where they are named otherwise. */
  readonly organization: { readonly units: readonly string[] } | null;
  /** Accounts for the role with `{account}`, or a filter of the organisation's; empty for all. */
  readonly accounts: readonly string[];
  readonly excluded: readonly string[];
  readonly shard: Shard | null;
}

/** A target; with `failure` where it is already known that it cannot be read. */
export interface PlannedTarget extends Target {
  readonly failure: AnswerError | null;
}

export interface Expansion {
  /** Those of the shard alone, in the order of account and Region. */
  readonly targets: readonly PlannedTarget[];
  readonly unlisted: readonly Unlisted[];
  /** Accounts of the organisation that are left out because they are not active. */
  readonly inactive: readonly { readonly id: string; readonly state: string }[];
}

interface Account extends Pick<Target, 'accountName' | 'role' | 'credentials'> {
  readonly id: string | null;
}

/** Accounts whose Regions are asked for at the same time. */
const parallelAccounts = 8;

/**
 * The accounts and Regions to read. No role is assumed here, but to ask an account for its Regions.
 * @throws UserError where AWS refuses the caller's credentials
 */
export async function expand(cloud: Cloud, selection: Selection): Promise<Expansion> {
  const { accounts, unlisted, inactive } = await findAccounts(cloud, selection);
  const targets = await findTargets(cloud, accounts, selection);
  return { targets: targets.toSorted(byAccountAndRegion), unlisted, inactive };
}

async function findAccounts(
  cloud: Cloud,
  selection: Selection,
): Promise<Omit<Expansion, 'targets'> & { readonly accounts: readonly Account[] }> {
  const { roles, organization, externalId, sessionName } = selection;
  const own = await callerAccount(cloud);
  const nothing = { unlisted: [], inactive: [] };
  if (roles.length === 0) {
    return { ...nothing, accounts: [{ id: own, credentials: cloud.credentials }] };
  }
  const assume = (arn: string) => cloud.assume({ arn, externalId, sessionName });
  const found = new Map<string, Account>();
  for (const { arn, account } of roles) {
    if (account !== null) found.set(account, { id: account, role: arn, credentials: assume(arn) });
  }
  const template = roles.find(({ account }) => account === null);
  if (template === undefined) return { ...nothing, accounts: [...found.values()] };
  const members =
    organization === null
      ? { accounts: selection.accounts.map(activeAccount), unlisted: [] }
      : await listMembers(cloud, organization.units);
  const isChosen = ({ id }: { readonly id: string }) =>
    (selection.accounts.length === 0 || selection.accounts.includes(id)) &&
    !selection.excluded.includes(id);
  const chosen = members.accounts.filter(isChosen);
  for (const { id, name, state } of chosen) {
    if (state !== 'ACTIVE' || found.has(id)) continue;
    const arn = template.arn.replaceAll('{account}', id);
    const named = name === undefined ? {} : { accountName: name };
    // The caller needs no role in its own account, and in an organisation's management account there mostly is none.
    found.set(id, {
      id,
      ...named,
      ...(id === own
        ? { credentials: cloud.credentials }
        : { role: arn, credentials: assume(arn) }),
    });
  }
  const inactive = chosen.filter(({ state }) => state !== 'ACTIVE');
  const unlisted = [...members.unlisted, ...strangers(selection, members)];
  return { accounts: [...found.values()], unlisted, inactive };
}

function activeAccount(id: string): MemberAccount {
  return { id, state: 'ACTIVE' };
}

/** Accounts that were named, and that the organisation does not list; where it was not listed, that is told instead. */
function strangers(
  { accounts, excluded }: Selection,
  members: Pick<Members, 'accounts' | 'unlisted'>,
): readonly Unlisted[] {
  if (members.unlisted.length > 0) return [];
  const known = new Set([...members.accounts.map(({ id }) => id), ...excluded]);
  return accounts
    .filter((id) => !known.has(id))
    .map((id) => ({
      what: `account ${id}`,
      error: {
        name: 'NotInOrganization',
        message: 'the organisation, or its units that were named, have no such account',
        status: null,
      },
    }));
}

/**
 * Null where STS cannot be reached: the keys' ARNs tell the account too.
 * @throws UserError where AWS refuses the caller's credentials, or something else answers in its place
 */
async function callerAccount(cloud: Cloud): Promise<string | null> {
  try {
    return await cloud.callerAccount();
  } catch (error) {
    const failure = describeError(error);
    const { name, status } = failure;
    if (isFromBetween(failure)) {
      throw new UserError(
        `no answer of STS: ${failure.message}; check HTTPS_PROXY and NO_PROXY, and the endpoint`,
      );
    }
    const isRefused = status !== null && status >= 400 && status < 500;
    if (!isRefused && !isExpiry({ name })) return null;
    throw new UserError(`AWS refuses the credentials: ${tellError(failure)}; sign in again`);
  }
}

async function findTargets(
  cloud: Cloud,
  accounts: readonly Account[],
  { regions, shard }: Selection,
): Promise<readonly PlannedTarget[]> {
  const mine = accounts.filter(({ id }) => isInShard(id, shard));
  if (regions !== 'enabled') {
    const named = [...new Set(regions)];
    return mine.flatMap((account) => named.map((region) => targetOf(account, region, null)));
  }
  const found = await inParallel(mine, parallelAccounts, async (account) => {
    try {
      const listed = await cloud.listRegions(account.credentials);
      return listed
        .filter(({ enabled }) => enabled)
        .map(({ name }) => targetOf(account, name, null));
    } catch (error) {
      const failure = describeError(error);
      const message = `the account's Regions could not be listed: ${failure.message}`;
      return [targetOf(account, cloud.region, { ...failure, message })];
    }
  });
  return found.flat();
}

function targetOf(
  { id, ...how }: Account,
  region: string,
  failure: AnswerError | null,
): PlannedTarget {
  return { account: id, region, ...how, failure };
}

function byAccountAndRegion(a: Target, b: Target): number {
  const [left, right] = [a, b].map(({ account, region }) => `${account ?? ''}/${region}`);
  return (left ?? '') < (right ?? '') ? -1 : 1;
}
