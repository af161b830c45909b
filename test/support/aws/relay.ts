import { createServer, request } from 'node:http';

/** Stands between a process and an emulator: hands everything on, and tells of each request before it does. */
export interface Relay {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface Passed {
  readonly method: string;
  readonly url: string;
  /** Of the credential scope: `kms`, `s3`. */
  readonly service: string;
  /** The operation of services that name it; empty for others. */
  readonly target: string;
}

export async function openRelay(to: string, tell: (passed: Passed) => void): Promise<Relay> {
  const { hostname, port } = new URL(to);
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const [, service = ''] =
      /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
    const target =
      String(headers['x-amz-target'] ?? '')
        .split('.')
        .at(-1) ?? '';
    tell({ method, url, service, target });
    const onwards = request({ hostname, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onwards.on('error', () => outgoing.destroy());
    incoming.on('error', () => onwards.destroy());
    outgoing.on('close', () => onwards.destroy());
    incoming.pipe(onwards);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${own}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
