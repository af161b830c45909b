// A proxy between the command line and the fake AWS: every host leads to the one server, as the test wants it.
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

export interface Proxy {
  readonly url: string;
  /** Hosts and ports of tunnels, and addresses of plain requests, each once. */
  readonly asked: ReadonlySet<string>;
  readonly passwords: ReadonlySet<string>;
  readonly close: () => Promise<void>;
}

export interface ProxyOptions {
  /** Address of the server that stands for every host. */
  readonly server: string;
  /** What it says in place of a tunnel. */
  readonly refusal?: string;
}

export async function startProxy({ server, refusal }: ProxyOptions): Promise<Proxy> {
  const [asked, passwords] = [new Set<string>(), new Set<string>()];
  const { hostname: host, port } = new URL(server);
  const note = (what: string, authorization: string | undefined) => {
    asked.add(what);
    if (authorization !== undefined) passwords.add(authorization);
  };
  const proxy = createServer((incoming, response) => {
    const { url = '', method, headers } = incoming;
    note(url, headers['proxy-authorization']);
    const { pathname: path } = new URL(url, server);
    const onward = request({ host, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    incoming.pipe(onward);
  });
  const tunnels = new Set<Duplex>();
  proxy.on('connect', (incoming, client: Duplex) => {
    note(incoming.url ?? '', incoming.headers['proxy-authorization']);
    if (refusal !== undefined) return client.end(refusal);
    const onward = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(client).pipe(onward);
    });
    for (const end of [client, onward]) {
      tunnels.add(end);
      end.on('error', () => end.destroy());
    }
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  const address = proxy.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    passwords,
    close: () =>
      new Promise((resolve) => {
        for (const end of tunnels) end.destroy();
        proxy.close(() => resolve());
        proxy.closeAllConnections();
      }),
  };
}
