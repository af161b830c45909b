import type { Agent } from 'node:http';
import type { AgentOptions } from 'node:https';

/** Agents for http and for https. */
export interface Agents {
  readonly plain: Agent;
  readonly secure: Agent;
}

/**
 * Agents that go by way of the environment's proxies and mind NO_PROXY. The package is large: it is loaded only where
 * a proxy is set.
 */
export async function openProxyAgents(options: AgentOptions): Promise<Agents> {
  const { ProxyAgent } = await import('proxy-agent');
  // A plain request on a connection that was kept would not tell the proxy where it is meant to go.
  const plain = new ProxyAgent({ ...options, keepAlive: false });
  return { plain, secure: new ProxyAgent(options) };
}
