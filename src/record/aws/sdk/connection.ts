import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { version } from '../../../version.ts';
import { readCertificates } from './certificates.ts';
import { openProxyAgents } from './proxy.ts';
import { quietLogger, quietSdk } from './quiet.ts';

/** What every client of a thread shares: the way to AWS, and what the command line says of it. */
export interface Connection {
  readonly handler: NodeHttpHandler;
  /** `--endpoint-url`, for every service; null for the SDK's own choice (AWS_ENDPOINT_URL, the profile, FIPS, …). */
  readonly endpoint: string | null;
  /** Of every client. */
  readonly settings: {
    readonly customUserAgent: [string, string][];
    readonly logger: typeof quietLogger;
    readonly endpoint?: string;
  };
  /** Drops the connections. */
  readonly close: () => void;
}

/** Milliseconds to reach a host. */
const connectionTimeout = 10_000;

/**
 * Opens the one handler of a thread; its connections are kept.
 * @param sockets connections at once to one host
 * @throws UserError where a proxy or a file of certificates is none
 */
export async function openConnection(
  endpoint: string | null,
  sockets: number,
): Promise<Connection> {
  quietSdk();
  const ca = await readCertificates();
  const kept = { keepAlive: true, maxSockets: sockets, scheduling: 'lifo' } as const;
  const secure = { ...kept, ...(ca === null ? {} : { ca }) };
  const proxies = await openProxyAgents(secure);
  const handler = new NodeHttpHandler({
    httpAgent: proxies?.plain ?? new Agent(kept),
    httpsAgent: proxies?.secure ?? new SecureAgent(secure),
    connectionTimeout,
    throwOnRequestTimeout: true,
    logger: quietLogger,
  });
  return {
    handler,
    endpoint,
    settings: {
      customUserAgent: [['kmslint', version]],
      logger: quietLogger,
      ...(endpoint === null ? {} : { endpoint }),
    },
    close: () => {
      handler.destroy();
    },
  };
}
