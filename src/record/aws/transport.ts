import { Agent, globalAgent, request as plainRequest } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import type { AnswerError } from '../../read/snapshot/format.ts';
import type { Ending } from './pace/ending.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Sent = HttpAnswer | { readonly failure: AnswerError };

/** Sends POST requests over connections that are kept. Failures are values. */
export interface Transport {
  readonly send: (
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: string,
  ) => Promise<Sent>;
  readonly close: () => void;
}

/** Answers of KMS stay far below; what is longer is none. In bytes. */
const longestAnswer = 16e6;

const tooLate: AnswerError = {
  name: 'DeadlineError',
  message: 'the deadline passed before AWS answered',
  status: null,
};

const tooLong: AnswerError = {
  name: 'UnexpectedAnswer',
  message: 'the answer is too long to be one of AWS',
  status: null,
};

/**
 * `patience`: milliseconds from sending to the last byte of an answer. `deadline`: when it comes, what is under way is
 * broken off.
 */
export function openTransport(sockets: number, patience: number, deadline: Ending): Transport {
  const kept = {
    keepAlive: true,
    maxSockets: sockets,
    scheduling: 'lifo',
    ...proxiesOf(globalAgent),
  } as const;
  const [plain, secure] = [new Agent(kept), new SecureAgent(kept)];

  const timedOut = {
    name: 'TimeoutError',
    message: `no whole answer within ${patience / 1000} seconds`,
    status: null,
  };

  const send = (url: URL, headers: Readonly<Record<string, string>>, body: string) =>
    new Promise<Sent>((resolve) => {
      if (deadline.reason() !== null) return resolve({ failure: tooLate });
      const safe = url.protocol === 'https:';
      const { hostname, port, pathname: path } = url;
      const request = (safe ? secureRequest : plainRequest)({
        hostname: hostname.replace(/^\[|\]$/g, ''),
        port,
        path,
        method: 'POST',
        headers,
        agent: safe ? secure : plain,
      });
      const settle = (sent: Sent) => {
        clearTimeout(timer);
        off();
        resolve(sent);
      };
      const breakOff = (failure: AnswerError) => {
        settle({ failure });
        request.destroy();
      };
      const timer = setTimeout(() => {
        breakOff(timedOut);
      }, patience);
      const off = deadline.onEnd(() => {
        breakOff(tooLate);
      });
      request.on('error', (error) => {
        settle({ failure: failureOf(error) });
      });
      request.on('response', (response) => {
        collect(response, settle, () => {
          breakOff(tooLong);
        });
      });
      request.end(body);
    });

  return {
    send,
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}

/** Where Node.js is told to use the environment's proxies (NODE_USE_ENV_PROXY, from 22.21 on), its own agent has them. */
function proxiesOf(agent: object): object {
  const options = 'options' in agent ? agent.options : null;
  if (typeof options !== 'object' || options === null || !('proxyEnv' in options)) return {};
  return { proxyEnv: options.proxyEnv };
}

function collect(
  response: IncomingMessage,
  settle: (sent: Sent) => void,
  refuse: () => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size > longestAnswer) refuse();
  });
  response.on('error', (error) => {
    settle({ failure: failureOf(error) });
  });
  response.on('end', () => {
    const { statusCode = 0, headers } = response;
    settle({ status: statusCode, headers, body: Buffer.concat(chunks).toString('utf8') });
  });
}

function failureOf(error: Error): AnswerError {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return { name: code, message: error.message === '' ? code : error.message, status: null };
}
