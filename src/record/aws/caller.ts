import type { JsonObject } from '../../read/input/json.ts';
import type { AnswerError } from '../../read/snapshot/format.ts';
import { interpretAnswer } from './answer.ts';
import type { Interpreted } from './answer.ts';
import { openBucket } from './bucket.ts';
import type { Bucket } from './bucket.ts';
import type { Clock } from './clock.ts';
import { CredentialsError } from './credentials.ts';
import type { Ending } from './ending.ts';
import { attemptsOf, courseOf, delayBefore } from './failure.ts';
import type { Course } from './failure.ts';
import { operations, services } from './operations.ts';
import type { Operation, ServiceName } from './operations.ts';
import type { Session } from './session.ts';
import { openSlots } from './slots.ts';
import type { Transport } from './transport.ts';

/** What came of a request in the end. Null where it was never sent, since the reading had ended. */
export type Outcome = Interpreted | null;

/** Asks AWS at the pace that the quotas admit, as often as it takes. Failures are values. */
export interface Caller {
  readonly call: (operation: Operation, input: JsonObject) => Promise<Outcome>;
  readonly counts: () => { readonly requests: number; readonly throttles: number };
}

export interface CallerParts {
  readonly session: Session;
  readonly transport: Transport;
  readonly endpoints: (service: ServiceName) => Promise<URL>;
  readonly clock: Clock;
  /** Ended by the caller where the credentials are: nothing is sent from then on. */
  readonly ending: Ending;
  readonly quotaShare: number;
  readonly sockets: number;
  readonly userAgent: string;
}

type Attempt =
  | { readonly ok: JsonObject }
  | { readonly failure: AnswerError; readonly course: Course };

export function openCaller(parts: CallerParts): Caller {
  const { session, transport, clock, ending, quotaShare } = parts;
  const slots = openSlots(parts.sockets);
  const buckets = new Map<Operation, Bucket>();
  let [requests, throttles] = [0, 0];

  const bucketOf = (operation: Operation) => {
    const perSecond = operations[operation].perSecond * quotaShare;
    const bucket = buckets.get(operation) ?? openBucket(perSecond, clock, ending);
    buckets.set(operation, bucket);
    return bucket;
  };
  const send = async (operation: Operation, body: string): Promise<Attempt | null> => {
    const { service } = operations[operation];
    const url = await parts.endpoints(service);
    const lease = await session.lease();
    if (ending.reason() !== null) return null;
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-target': `${services[service].target}.${operation}`,
      'user-agent': parts.userAgent,
    };
    const signed = await session.sign(lease, { service, url, headers, body });
    requests += 1;
    const sent = await transport.send(url, signed.headers, body);
    if ('failure' in sent) return { ...sent, course: courseOf(sent.failure) };
    const answer = interpretAnswer(sent);
    if ('ok' in answer) {
      session.accept(lease);
      return answer;
    }
    const course = courseOf(answer.failure);
    if (course === 'expired' && !(await session.renew(lease))) ending.end(answer.failure);
    const settled = course === 'skewed' && !session.setClock(signed, sent.headers.date);
    return { ...answer, course: settled ? 'final' : course };
  };
  const attempt = async (operation: Operation, body: string): Promise<Attempt | null> => {
    try {
      return await send(operation, body);
    } catch (error) {
      if (!(error instanceof CredentialsError)) throw error;
      ending.end({ name: error.name, message: error.message, status: null });
      return null;
    }
  };
  const call = async (operation: Operation, input: JsonObject): Promise<Outcome> => {
    const body = JSON.stringify(input);
    const bucket = bucketOf(operation);
    const made = new Map<Course, number>();
    let last: AnswerError | null = null;
    for (;;) {
      const may = await bucket.take();
      const done = may ? await slots.within(() => attempt(operation, body)) : null;
      if (done === null) return last === null ? null : { failure: last };
      if ('ok' in done) return done;
      const { failure, course } = done;
      if (failure.name === 'DeadlineError') return { failure: last ?? failure };
      last = failure;
      if (course === 'throttled') {
        throttles += 1;
        bucket.throttled();
      }
      const count = (made.get(course) ?? 0) + 1;
      if (count >= attemptsOf[course]) return { failure };
      made.set(course, count);
      await ending.sleep(delayBefore(course, count, clock.random()));
    }
  };
  return { call, counts: () => ({ requests, throttles }) };
}
