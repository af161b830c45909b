import { KMSClient, type KMSClientConfig } from '@aws-sdk/client-kms';
import {
  doesIdentityRequireRefresh,
  isIdentityExpired,
  memoizeIdentityProvider,
} from '@smithy/core';
import type { JsonObject } from '../../../read/input/json.ts';
import type { Target } from '../../target.ts';
import { operations, type Input, type Operation, type ServiceName } from '../keys/operations.ts';
import { plainAnswers } from './answers.ts';
import { collectBody } from './body.ts';
import { openCloudHsm } from './cloudhsm.ts';
import { requests } from './requests.ts';
import type { Connection } from './connection.ts';
import { checkEndpoint } from './endpoint.ts';

export type Identity = Awaited<ReturnType<Target['credentials']>>;

/** KMS and CloudHSM of one account and Region. */
export interface Services {
  /** Makes one request, once, and gives AWS's answer as it came. @throws what `describeError` describes */
  readonly send: (operation: Operation, input: Input) => Promise<JsonObject>;
  /** What requests are signed with, fetched anew before it expires. @throws what the chain of credentials throws */
  readonly identity: (anew?: 'anew') => Promise<Identity>;
  /** By how much the SDK has set its clock by AWS's: milliseconds. */
  readonly clockOffset: (operation: Operation) => number;
  /** @throws UserError where the environment or the profile name an endpoint that is none */
  readonly checkEndpoints: () => Promise<void>;
}

/** How requests are made. */
export interface Sending {
  /** What is under way is broken off when it comes. */
  readonly signal: AbortSignal;
  /** Milliseconds from sending to the last byte of an answer, about. */
  readonly patience: number;
}

export function openServices(
  { region, credentials }: Pick<Target, 'region' | 'credentials'>,
  { handler, settings }: Connection,
  { signal, patience }: Sending,
): Services {
  const provider = memoizeIdentityProvider<Identity>(
    async (options) => await credentials(options),
    isIdentityExpired,
    doesIdentityRequireRefresh,
  );
  if (provider === undefined) throw new Error('a target without credentials');
  const shared: KMSClientConfig = {
    ...settings,
    region,
    // Both clients keep it as it is: what is fetched anew, is for both.
    credentials: Object.assign(provider, { memoized: true }),
    cacheMiddleware: true,
    // How often, and at what pace, is not for the SDK to decide.
    retryStrategy: once,
    streamCollector: collectBody(patience),
    requestHandler: {
      metadata: handler.metadata,
      handle: (request: Parameters<typeof handler.handle>[0]) =>
        handler.handle(request, { abortSignal: signal, requestTimeout: patience }),
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
    },
  };
  const clients: Readonly<Record<ServiceName, KMSClient>> = {
    kms: new KMSClient({ ...shared, protocol: plainAnswers('com.amazonaws.kms', 'TrentService') }),
    cloudhsm: openCloudHsm(shared),
  };
  const clientOf = (operation: Operation) => clients[operations[operation].service];
  return {
    send: async (operation, input) => {
      const answer = await requests[operation](clientOf(operation), input);
      // JSON as `plainAnswers` parsed it, but for what the SDK adds.
      return Object.fromEntries(Object.entries(answer).filter(([name]) => name !== '$metadata'));
    },
    identity: async (anew) => await provider(anew === undefined ? {} : { forceRefresh: true }),
    clockOffset: (operation) => clientOf(operation).config.systemClockOffset,
    checkEndpoints: async () => {
      for (const { config } of Object.values(clients)) await checkEndpoint(config);
    },
  };
}

const once = {
  acquireInitialRetryToken: async () => ({ getRetryCount: () => 0, getRetryDelay: () => 0 }),
  refreshRetryTokenForRetry: () => Promise.reject(new Error('retries are made by the caller')),
  recordSuccess: () => {},
};
