// An HTTP server that speaks AWS JSON 1.1 as KMS and CloudHSM do, with their quotas, and with the faults that a test asks for.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { textMember } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import { answerOperation } from './operations.ts';
import { quotaGate } from './quota-gate.ts';
import type { Reply } from './operations.ts';
import type { Estate } from './keys.ts';
import { readAuthorization, signatureOf } from './signature.ts';

/** A request as the server saw it. */
export interface Received {
  readonly service: string;
  readonly operation: string;
  /** The key that it asks about, if any. */
  readonly keyId: string | null;
  readonly input: Json;
  readonly accessKeyId: string;
  readonly sessionToken: string | null;
  /** Of the credential scope. */
  readonly region: string;
}

/** What happens in place of an answer. `stall` never answers. */
export type Fault =
  | {
      readonly kind: 'error';
      readonly name: string;
      readonly status: number;
      readonly message?: string;
    }
  | { readonly kind: 'reset' | 'truncate' | 'stall' }
  | { readonly kind: 'page'; readonly status: number };

/** An answer that is none of KMS or CloudHSM: for STS, Organizations and the like. */
export interface RawReply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

export interface AwsServerOptions {
  readonly estates: readonly Estate[];
  /** The account behind credentials; the only one that there is, unless given. */
  readonly accountOf?: (accessKeyId: string) => string;
  /** Whether and what fails; asked before each answer. */
  readonly fault?: (request: Received) => Fault | null;
  /** Multiple of the published quotas that is enforced; none unless given. */
  readonly quotaFactor?: number;
  /** Milliseconds. */
  readonly latency?: number;
  /** The server's clock less this machine's, in milliseconds. */
  readonly skew?: number;
  /** For the quotas: milliseconds since 1970, as the reader has it. */
  readonly now?: () => number;
  /** Fewer entries a page than are asked for, as AWS may give. */
  readonly mostPerPage?: number;
  /** Signatures are checked against it, where given. */
  readonly secret?: string;
  /** Whether requests are kept; they are unless told otherwise. */
  readonly keep?: boolean;
  /** A key and its certificate, in PEM: the server speaks TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Answers other services; null where it does not know the request. */
  readonly others?: (headers: IncomingHttpHeaders, body: string) => RawReply | null;
}

export interface AwsServer {
  readonly url: string;
  readonly requests: readonly Received[];
  /** Of every request, also those to other services. */
  readonly headers: readonly IncomingHttpHeaders[];
  readonly throttles: () => number;
  readonly close: () => Promise<void>;
}

/** AWS accepts five minutes. */
const acceptedSkew = 5 * 60_000;

export async function startAwsServer(options: AwsServerOptions): Promise<AwsServer> {
  const { latency = 0, keep = true, skew = 0 } = options;
  const requests: Received[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const admit = quotaGate(options.quotaFactor ?? null, options.now ?? Date.now);
  let throttles = 0;

  const replyTo = (received: Received): Reply => {
    const account = options.accountOf?.(received.accessKeyId) ?? options.estates[0]?.account ?? '';
    const estate = options.estates.find(
      (one) => one.account === account && one.region === received.region,
    );
    if (estate === undefined)
      return denied('UnrecognizedClientException', 'The security token is invalid');
    if (!admit(`${account} ${received.region} ${received.operation}`, received.operation)) {
      throttles += 1;
      return denied('ThrottlingException', 'You have exceeded the rate at which you may call KMS');
    }
    return answerOperation(estate, received.operation, received.input, options.mostPerPage);
  };
  const handle = (incoming: IncomingMessage, response: ServerResponse, body: string) => {
    if (keep) headers.push(incoming.headers);
    const other = options.others?.(incoming.headers, body) ?? null;
    if (other !== null) return write(response, other, skew);
    const received = receive(incoming.headers, body);
    if (typeof received === 'string')
      return write(response, toRaw(denied('IncompleteSignatureException', received)), skew);
    if (keep) requests.push(received);
    const wrong = checkSignature(incoming.headers, body, options);
    const fault = wrong === null ? (options.fault?.(received) ?? null) : null;
    if (fault === null) return write(response, toRaw(wrong ?? replyTo(received)), skew);
    breakDown(response, fault, () => toRaw(replyTo(received)), skew);
  };
  const listener = (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      if (latency === 0) handle(incoming, response, body);
      else setTimeout(handle, latency, incoming, response, body);
    });
  };
  const { tls } = options;
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`,
    requests,
    headers,
    throttles: () => throttles,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function denied(error: string, message: string): Reply {
  return { error, message };
}

function receive(headers: IncomingHttpHeaders, body: string): Received | string {
  const signed = readAuthorization(headers.authorization);
  if (signed === null) return 'no valid Authorization header';
  const [, prefix, operation] = /^(\w+)\.(\w+)$/.exec(String(headers['x-amz-target'])) ?? [];
  const service =
    prefix === 'TrentService' ? 'kms' : prefix === 'BaldrApiService' ? 'cloudhsm' : '';
  if (operation === undefined || signed.service !== service) return 'signed for another service';
  const input: Json = JSON.parse(body);
  const token = headers['x-amz-security-token'];
  return {
    service,
    operation,
    keyId: textMember(input, 'KeyId'),
    input,
    accessKeyId: signed.accessKeyId,
    sessionToken: typeof token === 'string' ? token : null,
    region: signed.region,
  };
}

function checkSignature(
  headers: IncomingHttpHeaders,
  body: string,
  { secret, skew = 0 }: AwsServerOptions,
): Reply | null {
  const date = String(headers['x-amz-date']);
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  if (!(Math.abs(Date.parse(iso) - (Date.now() + skew)) <= acceptedSkew))
    return denied('InvalidSignatureException', `Signature expired: ${date} is too far away`);
  if (secret === undefined) return null;
  const signed = readAuthorization(headers.authorization);
  return signed !== null && signatureOf(signed, headers, body, secret) === signed.signature
    ? null
    : denied('InvalidSignatureException', 'The request signature we calculated does not match');
}

function toRaw(reply: Reply): RawReply {
  const type = 'application/x-amz-json-1.1';
  if ('ok' in reply) return { status: 200, type, body: JSON.stringify(reply.ok) };
  const { error, message, status = 400 } = reply;
  return { status, type, body: JSON.stringify({ __type: error, message }) };
}

function write(response: ServerResponse, { status, type, body }: RawReply, skew: number): void {
  const date = skew === 0 ? {} : { date: new Date(Date.now() + skew).toUTCString() };
  const id = type.includes('html') ? {} : { 'x-amzn-requestid': randomUUID() };
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    ...date,
    ...id,
  });
  response.end(body);
}

function breakDown(
  response: ServerResponse,
  fault: Fault,
  reply: () => RawReply,
  skew: number,
): void {
  switch (fault.kind) {
    case 'error': {
      const { name, status, message = `${name} on demand` } = fault;
      return write(response, toRaw({ error: name, message, status }), skew);
    }
    case 'page':
      return write(
        response,
        { status: fault.status, type: 'text/html', body: '<html>a portal</html>' },
        skew,
      );
    case 'truncate': {
      const { status, type, body } = reply();
      response.writeHead(status, {
        'content-type': type,
        'content-length': Buffer.byteLength(body),
      });
      response.write(body.slice(0, body.length / 2));
      setImmediate(() => response.destroy());
      return;
    }
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'stall':
  }
}
