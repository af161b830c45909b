import type { Agent } from 'node:http';
import type { AgentOptions } from 'node:https';
import { UserError } from '../../../errors.ts';

/** By which the environment names proxies, in small letters too. */
const variables = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];

/** Agents for http and for https. */
interface Agents {
  readonly plain: Agent;
  readonly secure: Agent;
}

/**
 * Agents that go by way of the environment's proxies and mind NO_PROXY; null where no proxy is set. The package is large:
 * it is loaded only then.
 * @throws UserError where a proxy is no address
 */
export async function openProxyAgents(
  options: AgentOptions,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Agents | null> {
  const names = variables.flatMap((name) => [name, name.toLowerCase()]);
  const set = names.filter((name) => (environment[name] ?? '') !== '');
  if (set.length === 0) return null;
  for (const name of set) checkProxy(name, environment[name] ?? '');
  const { ProxyAgent } = await import('proxy-agent');
  // A plain request on a connection that was kept would not tell the proxy where it is meant to go.
  const plain = new ProxyAgent({ ...options, keepAlive: false });
  return { plain, secure: new ProxyAgent(options) };
}

/** The address is not repeated: it may hold a password. */
function checkProxy(name: string, address: string): void {
  const whole = address.includes('://') ? address : `http://${address}`;
  if (URL.canParse(whole) && /^(?:https?|socks[45]?[ah]?):$/.test(new URL(whole).protocol)) return;
  throw new UserError(
    `${name} is not the address of a proxy, such as http://proxy.example.com:3128; mend or unset it`,
  );
}
