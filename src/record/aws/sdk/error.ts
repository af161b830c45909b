import type { AnswerError } from '../../../read/snapshot/format.ts';

/** Longer messages are no help to anyone. */
const longestMessage = 1000;

/**
 * An error of the SDK, of the network or of something in between, as a snapshot records it: by AWS's own name, where AWS
 * answered, with the id of the request; by Node's name, where nobody did.
 */
export function describeError(error: unknown): AnswerError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), status: null };
  const metadata = property(error, '$metadata');
  const status = numberOf(property(metadata, 'httpStatusCode'));
  if (status === null || isOfNetwork(error)) return { ...unanswered(error), status: null };
  const type = textOf(property(property(property(error, '$response'), 'headers'), 'content-type'));
  if (isTruncated(error, status, type)) {
    return { name: 'TruncatedAnswer', message: 'the answer broke off', status };
  }
  if (isForeign(error, type)) return foreign(status, type);
  const requestId = textOf(property(metadata, 'requestId'));
  return {
    name: error.name,
    message: firstLine(error.message),
    status,
    ...(requestId === null ? {} : { requestId: requestId.slice(0, 100) }),
  };
}

/** What came of a request, in one line. */
export function tellError({ name, message, requestId }: Omit<AnswerError, 'status'>): string {
  return `${name}: ${message}${requestId === undefined ? '' : ` (request ${requestId})`}`;
}

/** Errors by which AWS, or the chain that finds credentials, says that the caller's own are of no use any more. */
export function isExpiry({ name }: { readonly name: string }): boolean {
  return [
    'ExpiredToken',
    'ExpiredTokenException',
    'CredentialsError',
    'CredentialsProviderError',
    'TokenProviderError',
  ].includes(name);
}

/** Something between here and AWS answered in its place. */
export function isFromBetween({ name }: { readonly name: string }): boolean {
  return name === 'UnexpectedAnswer';
}

/** A connection that breaks within an answer has the status of the answer. */
function isOfNetwork(error: Error): boolean {
  if (error.name === 'TimeoutError') return true;
  return error.name === 'Error' && textOf(property(error, 'code')) !== null;
}

/** Nobody answered: Node names connections' failures by a code, and leaves some without a word. */
function unanswered(error: Error): Omit<AnswerError, 'status'> {
  const code = textOf(property(error, 'code'));
  if (error.name === 'TimeoutError' && (code ?? 'ETIMEDOUT') === 'ETIMEDOUT') {
    return { name: error.name, message: 'no answer in time' };
  }
  const name = code ?? error.name;
  return { name, message: error.message === '' ? name : firstLine(error.message) };
}

/** Text that is none of the protocol's is a SyntaxError of whatever parses it; an error without a name is none of AWS's. */
function isForeign({ name }: Error, type: string | null): boolean {
  if (name === 'SyntaxError' || type?.includes('html') === true) return true;
  return !/^[A-Za-z][\w.]{0,100}$/.test(name) || /^(?:Unknown|UnknownError|Error)$/.test(name);
}

function isTruncated({ name }: Error, status: number, type: string | null): boolean {
  return name === 'TruncatedAnswer' && status === 200 && type?.includes('html') !== true;
}

function foreign(status: number, type: string | null): AnswerError {
  const kind = /^[\w.+/-]{1,60}/.exec(type ?? '')?.[0] ?? 'no content type';
  const message = `the answer is not one of AWS (status ${status}, ${kind}): a proxy or a portal may stand between`;
  return { name: 'UnexpectedAnswer', message, status };
}

function firstLine(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  if (line === '' || line === 'UnknownError') return 'AWS gave no reason';
  return line.slice(0, longestMessage);
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
