import type { Agent, AgentOptions } from 'node:https';
import { UserError } from '../../../errors.ts';

/** By which the environment names proxies, in small letters too. */
const variables = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];

/**
 * An agent that goes by way of the environment's proxies and minds NO_PROXY; null where no proxy is set. The package is
 * large: it is loaded only then.
 * @throws UserError where a proxy is no address
 */
export async function openProxyAgent(
  options: AgentOptions,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Agent | null> {
  const names = variables.flatMap((name) => [name, name.toLowerCase()]);
  const set = names.filter((name) => (environment[name] ?? '') !== '');
  if (set.length === 0) return null;
  for (const name of set) checkProxy(name, environment[name] ?? '');
  const { ProxyAgent } = await import('proxy-agent');
  return new ProxyAgent(options);
}

/** The address is not repeated: it may hold a password. */
function checkProxy(name: string, address: string): void {
  const whole = address.includes('://') ? address : `http://${address}`;
  if (URL.canParse(whole) && /^(?:https?|socks[45]?[ah]?):$/.test(new URL(whole).protocol)) return;
  throw new UserError(
    `${name} is not the address of a proxy, such as http://proxy.example.com:3128; mend or unset it`,
  );
}
