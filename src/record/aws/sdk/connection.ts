import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { version } from '../../../version.ts';
import { readCertificates } from './certificates.ts';
import { openProxyAgents } from './proxy.ts';
import { quietLogger, quietSdk } from './quiet.ts';

/** What the command line and its environment say of the way to AWS. */
export interface Way {
  /** `--endpoint-url`, for every service; null for the SDK's own choice (AWS_ENDPOINT_URL, the profile, FIPS, …). */
  readonly endpoint: string | null;
  /** The environment sets a proxy. */
  readonly proxied: boolean;
}

/** What every client of a thread shares. */
export interface Connection {
  readonly way: Way;
  readonly handler: NodeHttpHandler;
  /** Of every client. */
  readonly settings: {
    readonly customUserAgent: [string, string][];
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
 * @throws UserError where a file of certificates is none
 */
export async function openConnection(way: Way, sockets: number): Promise<Connection> {
  quietSdk();
  const ca = await readCertificates();
  const kept = { keepAlive: true, maxSockets: sockets, scheduling: 'lifo' } as const;
  const secure = { ...kept, ...(ca === null ? {} : { ca }) };
  const proxies = way.proxied ? await openProxyAgents(secure) : null;
  const handler = new NodeHttpHandler({
    httpAgent: proxies?.plain ?? new Agent(kept),
    httpsAgent: proxies?.secure ?? new SecureAgent(secure),
    connectionTimeout,
    throwOnRequestTimeout: true,
    logger: quietLogger,
  });
  return {
    way,
    handler,
    settings: {
      customUserAgent: [['kmslint', version]],
      ...(way.endpoint === null ? {} : { endpoint: way.endpoint }),
    },
    close: () => {
      handler.destroy();
    },
  };
}
