import { isArray, isObject, membersOf, textMember } from '../../read/input/json.ts';
import type { JsonObject } from '../../read/input/json.ts';
import type { Json } from '../../read/input/resource.ts';
import type { AnswerError } from '../../read/snapshot/format.ts';
import type { HttpAnswer } from './transport.ts';

export type Interpreted = { readonly ok: JsonObject } | { readonly failure: AnswerError };

/** Reads an answer of the AWS JSON 1.1 protocol; what is none of AWS's is a failure. */
export function interpretAnswer({ status, headers, body }: HttpAnswer): Interpreted {
  const parsed = parse(body);
  if (status === 200) {
    if (isObject(parsed)) return { ok: parsed };
    if (parsed === undefined && /^\s*(?:\{|$)/.test(body) && !isPage(headers['content-type']))
      return fail('TruncatedAnswer', 'the answer broke off', status);
    return foreign(status, headers['content-type']);
  }
  const header = headers['x-amzn-errortype'];
  const name = nameOf(
    (typeof header === 'string' ? header : null) ??
      textMember(parsed, '__type') ??
      textMember(parsed, 'code'),
  );
  if (name === null) return foreign(status, headers['content-type']);
  const message = textMember(parsed, 'message') ?? textMember(parsed, 'Message') ?? '';
  return fail(name, message === '' ? 'AWS gave no reason' : message, status);
}

/** Longer messages are no help to anyone. */
const longestMessage = 1000;

function fail(name: string, message: string, status: number): Interpreted {
  return { failure: { name, message: message.slice(0, longestMessage), status } };
}

/** Something between here and AWS answered in its place. */
function foreign(status: number, type: string | undefined): Interpreted {
  const kind = /^[\w.+/-]{1,60}/.exec(type ?? '')?.[0] ?? 'no content type';
  return fail(
    'UnexpectedAnswer',
    `the answer is not one of AWS (status ${status}, ${kind}): a proxy or a portal may stand between`,
    status,
  );
}

function isPage(type: string | undefined): boolean {
  return type?.includes('html') === true;
}

/** `com.amazonaws.kms#NotFoundException` and `NotFoundException:http://…` are both NotFoundException. */
function nameOf(written: string | null): string | null {
  const name = written?.split(':')[0]?.split('#').at(-1) ?? '';
  return /^[A-Za-z][\w.]{0,100}$/.test(name) ? name : null;
}

function parse(text: string): Json | undefined {
  try {
    // `JSON.parse` makes nothing but JSON.
    const parsed: Json = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}

/** What a snapshot never holds, wherever AWS puts it: an external proxy's key, a CloudHSM cluster's first password. */
const secrets: ReadonlySet<string> = new Set([
  'AccessKeyId',
  'RawSecretAccessKey',
  'SecretAccessKey',
  'SessionToken',
  'KeyStorePassword',
  'PreCoPassword',
]);

/** Members that AWS writes as seconds since 1970. */
const times: ReadonlySet<string> = new Set([
  'CreationDate',
  'DeletionDate',
  'LastUpdatedDate',
  'NextRotationDate',
  'OnDemandRotationStartDate',
  'RotationDate',
  'ValidTo',
  'CreateTimestamp',
  'HsmTypeRollbackExpiration',
]);

/** An answer as it is recorded: as AWS gave it, without secrets, and with times in ISO 8601, as the AWS CLI has them. */
export function toRecorded(answer: Json): Json {
  if (isArray(answer)) return answer.map(toRecorded);
  if (!isObject(answer)) return answer;
  return Object.fromEntries(
    membersOf(answer)
      .filter(([name]) => !secrets.has(name))
      .map(([name, value]) => [name, times.has(name) ? toTime(value) : toRecorded(value)]),
  );
}

function toTime(seconds: Json): Json {
  const time = new Date(typeof seconds === 'number' ? seconds * 1000 : Number.NaN);
  return Number.isNaN(time.getTime()) ? seconds : time.toISOString();
}
