import {
  DescribeCustomKeyStoresCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeyRotationsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  type KMSClient,
} from '@aws-sdk/client-kms';
import type { Input, Operation } from '../keys/operations.ts';
import { DescribeClustersCommand } from './cloudhsm.ts';

/** How each operation is asked for. */
export const requests: Readonly<
  Record<Operation, (client: KMSClient, input: Input) => Promise<object>>
> = {
  ListKeys: (client, input) => client.send(new ListKeysCommand(input)),
  ListAliases: (client, input) => client.send(new ListAliasesCommand(input)),
  DescribeKey: (client, input) => client.send(new DescribeKeyCommand(keyed(input))),
  GetKeyRotationStatus: (client, input) =>
    client.send(new GetKeyRotationStatusCommand(keyed(input))),
  GetKeyPolicy: (client, input) => client.send(new GetKeyPolicyCommand(keyed(input))),
  ListResourceTags: (client, input) => client.send(new ListResourceTagsCommand(keyed(input))),
  ListKeyRotations: (client, input) => client.send(new ListKeyRotationsCommand(keyed(input))),
  ListGrants: (client, input) => client.send(new ListGrantsCommand(keyed(input))),
  DescribeCustomKeyStores: (client, input) =>
    client.send(new DescribeCustomKeyStoresCommand(input)),
  DescribeClusters: (client, input) => client.send(new DescribeClustersCommand(input)),
};

function keyed(input: Input): Omit<Input, 'KeyId'> & { readonly KeyId: string | undefined } {
  return { ...input, KeyId: input.KeyId };
}
