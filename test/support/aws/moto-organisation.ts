import { CreateKeyCommand, EnableKeyRotationCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { rules } from '../../../rules/index.ts';
import { inParallel } from '../../../src/record/targets/in-parallel.ts';

export const base = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' };
/** The account of moto's own credentials. */
export const management = '123456789012';
export const regions = ['eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2'] as const;

/** moto fails at key stores, and each account and Region would ask it eight times. */
export const withoutKeyStores = [
  '--skip-rule',
  rules
    .filter(({ facts = [] }) => facts.includes('keyStores'))
    .map(({ id }) => id)
    .join(','),
] as const;

/**
 * Makes an organisation of so many accounts with a key in each of four Regions; keys of accounts with an even number rotate.
 * The management account has a multi-Region key besides, without a replica: moto tells now and then that both are one.
 */
export async function makeOrganisation(
  endpoint: string,
  count: number,
): Promise<readonly string[]> {
  const organizations = new OrganizationsClient({
    endpoint,
    region: 'us-east-1',
    credentials: base,
  });
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const made = await inParallel(Array.from({ length: count - 1 }), 8, async () => {
    const answer = await organizations.send(
      new CreateAccountCommand({ AccountName: 'example', Email: 'user@example.com' }),
    );
    return answer.CreateAccountStatus?.AccountId ?? '';
  });
  const sts = new STSClient({ endpoint, region: 'us-east-1', credentials: base });
  const accounts = [management, ...made];
  await inParallel(accounts, 8, async (account) => {
    const credentials = account === management ? base : await assume(sts, account);
    await inParallel(regions, 2, async (region) => {
      const kms = new KMSClient({ endpoint, region, credentials });
      const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({ MultiRegion: false }));
      if (Number(account.slice(-1)) % 2 === 0)
        await kms.send(new EnableKeyRotationCommand({ KeyId: key?.Arn ?? '' }));
    });
  });
  const kms = new KMSClient({ endpoint, region: regions[0], credentials: base });
  await kms.send(new CreateKeyCommand({ MultiRegion: true }));
  return accounts;
}

async function assume(sts: STSClient, account: string): Promise<typeof base> {
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/audit`,
      RoleSessionName: 'test',
    }),
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = given ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
  return Object.assign(credentials, { sessionToken: SessionToken });
}
