import {
  OrganizationsClient,
  paginateListAccounts,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  type Account,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { UserError } from '../../../errors.ts';
import type { Cloud, MemberAccount, RoleRequest } from '../../targets/cloud.ts';
import type { Credentials } from '../../target.ts';
import type { Connection } from './connection.ts';
import { callersCredentials } from '../sign-in/chain.ts';
import { checkEndpoint } from './endpoint.ts';
import type { MfaCode } from '../sign-in/mfa.ts';
import { quietLogger } from './quiet.ts';
import { refreshing } from '../sign-in/refreshing.ts';

/** Attempts for one request: Organizations throttles early. */
const maxAttempts = 8;

/** Milliseconds until an answer begins. Nothing hangs. */
const requestTimeout = 30_000;

/**
 * Reaches STS, Organizations and EC2 with the SDK's own chain of credentials.
 * @param region where they are asked; null for the profile's or the environment's own
 * @throws UserError where no Region is configured, or the endpoint of STS is none
 */
export async function openCloud(
  { handler, settings }: Connection,
  region: string | null,
  mfaCode: MfaCode,
): Promise<Cloud> {
  const shared = {
    ...settings,
    logger: quietLogger,
    maxAttempts,
    requestHandler: {
      metadata: handler.metadata,
      handle: (request: Parameters<typeof handler.handle>[0]) =>
        handler.handle(request, { requestTimeout }),
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
    },
  };
  const sts = new STSClient({
    ...shared,
    ...(region === null ? {} : { region }),
    credentialDefaultProvider: (config) => callersCredentials(config, settings, mfaCode),
  });
  const home = await homeRegion(sts);
  await checkEndpoint(sts.config);
  const credentials: Credentials = async (options) => await sts.config.credentials(options);
  const client = new OrganizationsClient({ ...shared, region: home, credentials });
  return {
    region: home,
    credentials,
    callerAccount: async () => {
      const { Account: account } = await sts.send(new GetCallerIdentityCommand({}));
      if (account === undefined) throw new Error('GetCallerIdentity named no account');
      return account;
    },
    assume: (role) => refreshing(() => assumeRole(sts, role)),
    listAccounts: () =>
      collect(paginateListAccounts({ client }, {}), ({ Accounts = [] }) =>
        Accounts.flatMap(memberAccount),
      ),
    listAccountsIn: (ParentId) =>
      collect(paginateListAccountsForParent({ client }, { ParentId }), ({ Accounts = [] }) =>
        Accounts.flatMap(memberAccount),
      ),
    listUnitsIn: (ParentId) =>
      collect(
        paginateListOrganizationalUnitsForParent({ client }, { ParentId }),
        ({ OrganizationalUnits = [] }) => OrganizationalUnits.flatMap(({ Id }) => Id ?? []),
      ),
    listRegions: async (own) => {
      // Larger than all the others together: it is loaded where it is needed.
      const { DescribeRegionsCommand, EC2Client } = await import('@aws-sdk/client-ec2');
      const ec2 = new EC2Client({ ...shared, region: home, credentials: own });
      const { Regions = [] } = await ec2.send(new DescribeRegionsCommand({ AllRegions: true }));
      const found = Regions.flatMap(({ RegionName: name, OptInStatus }) =>
        name === undefined ? [] : [{ name, enabled: OptInStatus !== 'not-opted-in' }],
      );
      if (found.length === 0) throw new Error('DescribeRegions named no Region');
      return found;
    },
  };
}

async function homeRegion(sts: STSClient): Promise<string> {
  try {
    return await sts.config.region();
  } catch (error) {
    if (!(error instanceof Error) || !/region/i.test(error.message)) throw error;
    const isMissing = /region is missing/i.test(error.message);
    const what = isMissing ? 'no Region is configured' : 'the configured Region is none';
    throw new UserError(
      `${what}; name one with --region, or set AWS_REGION or the region of the profile`,
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

async function collect<Page, T>(
  pages: AsyncIterable<Page>,
  entriesOf: (page: Page) => readonly T[],
): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(...entriesOf(page));
  return found;
}

/** `State` takes the place of `Status`, which AWS retires in 2026; an account without either is taken for active. */
function memberAccount({ Id, Name = '', State, Status }: Account): readonly MemberAccount[] {
  if (Id === undefined) return [];
  const name = Name === '' ? {} : { name: Name };
  return [{ id: Id, ...name, state: State ?? Status ?? 'ACTIVE' }];
}
