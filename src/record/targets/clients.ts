import { globalAgent as plainAgent } from 'node:http';
import { globalAgent as secureAgent } from 'node:https';
import {
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  OrganizationsClient,
  paginateListAccounts,
  type Account,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { UserError } from '../../errors.ts';
import { quietSdk } from '../aws/quiet-sdk.ts';
import type { Credentials } from '../target.ts';
import type { Cloud, MemberAccount, RoleRequest } from './cloud.ts';
import { describeRegions } from './enabled-regions.ts';
import { refreshing } from './refreshing.ts';

export interface CloudSettings {
  /** Where STS and EC2 are asked; null for the profile's or the environment's own. */
  readonly region: string | null;
  readonly profile: string | null;
  readonly endpoint: string | null;
}

/** Attempts for one request: Organizations throttles early. */
const maxAttempts = 8;

/**
 * Reaches STS, Organizations and EC2 with the SDK's own chain of credentials.
 * @throws UserError where no Region is configured
 */
export async function connect({ region, profile, endpoint }: CloudSettings): Promise<Cloud> {
  quietSdk();
  const settings = {
    maxAttempts,
    // Node's own agents, which know the proxies that Node.js is told to use. Nothing hangs: times in milliseconds.
    requestHandler: {
      httpAgent: plainAgent,
      httpsAgent: secureAgent,
      connectionTimeout: 10_000,
      requestTimeout: 30_000,
      throwOnRequestTimeout: true,
    },
    ...(region === null ? {} : { region }),
    ...(profile === null ? {} : { profile }),
    ...(endpoint === null ? {} : { endpoint }),
  };
  const sts = new STSClient(settings);
  const home = await homeRegion(sts);
  const organizations = new OrganizationsClient({ ...settings, region: home });
  const credentials: Credentials = async (options) => await sts.config.credentials(options);
  return {
    region: home,
    credentials,
    callerAccount: async () => {
      const { Account: account } = await sts.send(new GetCallerIdentityCommand({}));
      if (account === undefined) throw new Error('GetCallerIdentity named no account');
      return account;
    },
    assume: (role) => refreshing(() => assumeRole(sts, role)),
    listAccounts: async () => {
      const found: MemberAccount[] = [];
      const pages = paginateListAccounts({ client: organizations }, {});
      for await (const { Accounts = [] } of pages) found.push(...Accounts.flatMap(memberAccount));
      return found;
    },
    listAccountsIn: async (parent) => {
      const pages = await collectPages(async (NextToken) => {
        const answer = await organizations.send(
          new ListAccountsForParentCommand({ ParentId: parent, NextToken }),
        );
        return { entries: answer.Accounts ?? [], next: answer.NextToken };
      });
      return pages.flatMap(memberAccount);
    },
    listUnitsIn: async (parent) => {
      const pages = await collectPages(async (NextToken) => {
        const answer = await organizations.send(
          new ListOrganizationalUnitsForParentCommand({ ParentId: parent, NextToken }),
        );
        return { entries: answer.OrganizationalUnits ?? [], next: answer.NextToken };
      });
      return pages.flatMap(({ Id }) => Id ?? []);
    },
    listRegions: async (own) => await describeRegions(sts, { region: home, endpoint }, own),
  };
}

async function homeRegion(sts: STSClient): Promise<string> {
  try {
    return await sts.config.region();
  } catch (error) {
    const isMissing = error instanceof Error && /region is missing/i.test(error.message);
    if (!isMissing) throw error;
    throw new UserError(
      'no Region is configured; name one with --region, or set AWS_REGION or the region of the profile',
    );
  }
}

async function assumeRole(
  sts: STSClient,
  { arn, externalId, sessionName }: RoleRequest,
): Promise<Awaited<ReturnType<Credentials>>> {
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: arn,
      RoleSessionName: sessionName,
      ...(externalId === null ? {} : { ExternalId: externalId }),
    }),
  );
  if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined) {
    throw new Error('AssumeRole gave no credentials');
  }
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    ...(given.SessionToken === undefined ? {} : { sessionToken: given.SessionToken }),
    ...(given.Expiration === undefined ? {} : { expiration: given.Expiration }),
  };
}

async function collectPages<T>(
  ask: (token: string | undefined) => Promise<{
    readonly entries: readonly T[];
    readonly next: string | undefined;
  }>,
): Promise<readonly T[]> {
  const found: T[] = [];
  let token: string | undefined;
  do {
    const { entries, next } = await ask(token);
    found.push(...entries);
    token = next;
  } while (token !== undefined && token !== '');
  return found;
}

/** `State` takes the place of `Status`, which AWS retires in 2026; an account without either is taken for active. */
function memberAccount({ Id, State, Status }: Account): readonly MemberAccount[] {
  return Id === undefined ? [] : [{ id: Id, state: State ?? Status ?? 'ACTIVE' }];
}
