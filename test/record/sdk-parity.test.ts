// The fake AWS and the reader speak as AWS's own client does: it gets the same answers from the same server.
import {
  DescribeCustomKeyStoresCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeyRotationsCommand,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms';
import { expect, test } from 'vitest';
import { facts } from '../../src/model/facts.ts';
import { quietSdk } from '../../src/record/aws/sdk/quiet.ts';
import type { KeyRecord } from '../../src/read/snapshot/format.ts';
import { fakeEstate, kinds } from '../support/aws/keys.ts';
import { startAwsServer } from '../support/aws/server.ts';
import { exampleIdentity, record, secret } from '../support/aws/record.ts';

/** As JSON has it, without what the client adds to an answer. */
function plain(answer: object): object {
  const {
    $metadata: _,
    Truncated: __,
    NextMarker: ___,
    ...rest
  }: Record<string, unknown> = {
    ...answer,
  };
  return JSON.parse(JSON.stringify(rest));
}

test("AWS's own client reads what the snapshot records", async () => {
  const estate = fakeEstate(kinds.length);
  estate.aliases = estate.aliases.map((alias, index) => {
    return { ...alias, AliasName: `alias/app-v${index + 1}` };
  });
  const options = { history: true, facts: new Set([...facts, 'grants'] as const) };
  const { snapshot } = await record({ estate, secret, options });
  quietSdk();
  const server = await startAwsServer({ estates: [estate], secret });
  const client = new KMSClient({
    region: estate.region,
    endpoint: server.url,
    credentials: exampleIdentity,
    maxAttempts: 1,
  });
  const same = async (request: Promise<object>, recorded: KeyRecord[keyof KeyRecord]) => {
    const answered = await request.then(
      (answer) => ({ ok: plain(answer) }),
      (error: unknown) => ({ error: { name: error instanceof Error ? error.name : '' } }),
    );
    expect(recorded).toMatchObject(answered);
  };
  try {
    for (const key of snapshot.keys) {
      const { KeyId } = key;
      await same(client.send(new DescribeKeyCommand({ KeyId })), key.DescribeKey);
      if (key.GetKeyPolicy !== undefined)
        await same(client.send(new GetKeyPolicyCommand({ KeyId })), key.GetKeyPolicy);
      if (key.GetKeyRotationStatus !== undefined)
        await same(
          client.send(new GetKeyRotationStatusCommand({ KeyId })),
          key.GetKeyRotationStatus,
        );
      if (key.ListKeyRotations !== undefined)
        await same(client.send(new ListKeyRotationsCommand({ KeyId })), key.ListKeyRotations);
      if (key.ListGrants !== undefined && !KeyId.endsWith('8'))
        await same(client.send(new ListGrantsCommand({ KeyId })), key.ListGrants);
      if (key.ListResourceTags !== undefined && !KeyId.endsWith('7'))
        await same(client.send(new ListResourceTagsCommand({ KeyId })), key.ListResourceTags);
    }
    expect(snapshot.keys.filter(({ ListGrants }) => ListGrants !== undefined)).toHaveLength(
      kinds.length - 1,
    );
    const aliases = plain(await client.send(new ListAliasesCommand({ Limit: 100 })));
    expect(snapshot.ListAliases).toEqual({ ok: aliases });
    const stores = plain(await client.send(new DescribeCustomKeyStoresCommand({})));
    expect(JSON.stringify(stores)).toContain('AccessKeyId');
    expect(stores).toMatchObject(Object(snapshot.DescribeCustomKeyStores).ok);
  } finally {
    client.destroy();
    await server.close();
  }
});
