import { KMSClient, type KMSClientConfig, type ServiceInputTypes } from '@aws-sdk/client-kms';
import type { KMSClientResolvedConfig, ServiceOutputTypes } from '@aws-sdk/client-kms';
import { partition } from '@aws-sdk/core/client';
import { makeBuilder } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import type { StaticStructureSchema } from '@smithy/types';
import type { Input } from '../keys/operations.ts';
import { plainAnswers } from './answers.ts';

// The SDK's client for CloudHSM stood still in 2023, and passes over AWS_ENDPOINT_URL: this is the one operation that is
// needed, described by a schema, on the core that all clients share. Source: the model of CloudHSM V2, 2017-04-28.

const namespace = 'com.amazonaws.cloudhsmv2';

const parameters = {
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
  UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
} as const;

const command = makeBuilder<KMSClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>(
  parameters,
  'CloudHSM V2',
  'CloudHSMV2Client',
  getEndpointPlugin,
);

const request: StaticStructureSchema = [
  3,
  namespace,
  'DescribeClustersRequest',
  0,
  ['NextToken', 'MaxResults'],
  [0, 1],
];

/** Lists clusters with their HSMs. The answer is read as it comes. */
export const DescribeClustersCommand = command<Input, ServiceOutputTypes>(
  {},
  () => [],
  'DescribeClusters',
  [9, namespace, 'DescribeClusters', 0, request, [3, namespace, 'Answer', 0, [], []]],
);

/** The core of the SDK's clients, as CloudHSM is reached: its names, its hosts, its signature. */
export function openCloudHsm(settings: KMSClientConfig): KMSClient {
  return new KMSClient({
    ...settings,
    serviceId: 'CloudHSM V2',
    protocol: plainAnswers(namespace, 'BaldrApiService'),
    endpointProvider: ({ Endpoint, Region: region = '', UseFIPS, UseDualStack }) => ({
      url: new URL(Endpoint ?? hostOf(region, UseFIPS === true, UseDualStack === true)),
      properties: {
        authSchemes: [
          { name: 'sigv4', signingName: 'cloudhsm', signingRegion: region, properties: {} },
        ],
      },
    }),
  });
}

/** As the service's own rules for endpoints have it: GovCloud's usual host is the one with FIPS. */
function hostOf(region: string, fips: boolean, dual: boolean): string {
  const { name, dnsSuffix, dualStackDnsSuffix } = partition(region);
  const suffix = dual ? dualStackDnsSuffix : dnsSuffix;
  const isPlain = !fips || (name === 'aws-us-gov' && !dual);
  return `https://cloudhsmv2${isPlain ? '' : '-fips'}.${region}.${suffix}`;
}
