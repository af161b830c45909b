import type { JsonObject } from '../../read/input/json.ts';
import type { AnswerError } from '../../read/snapshot/format.ts';
import { operations, type Input, type Operation } from './keys/operations.ts';
import { openBucket, type Bucket } from './pace/bucket.ts';
import type { Clock } from './pace/clock.ts';
import { attemptsOf, courseOf, delayBefore, type Course } from './pace/course.ts';
import type { Ending } from './pace/ending.ts';
import { openSlots } from './pace/slots.ts';
import { CredentialsError } from './sign-in/credentials-error.ts';
import { describeError } from './sdk/error.ts';
import type { Lease } from './sign-in/lease.ts';
import type { Services } from './sdk/services.ts';

/** What came of a request in the end. Null where it was never sent, since the reading had ended. */
export type Outcome = { readonly ok: JsonObject } | { readonly failure: AnswerError } | null;

/** Asks AWS at the pace that the quotas admit, as often as it takes. Failures are values. */
export interface Caller {
  readonly call: (operation: Operation, input: Input) => Promise<Outcome>;
  readonly counts: () => { readonly requests: number; readonly throttles: number };
}

export interface CallerParts {
  readonly services: Services;
  readonly lease: Lease;
  readonly clock: Clock;
  /** Ended by the caller where the credentials are: nothing is sent from then on. */
  readonly ending: Ending;
  /** Aborted when what is under way is broken off. */
  readonly signal: AbortSignal;
  readonly quotaShare: number;
  readonly sockets: number;
}

type Attempt =
  | { readonly ok: JsonObject }
  | { readonly failure: AnswerError; readonly course: Course };

export function openCaller(parts: CallerParts): Caller {
  const { services, lease, clock, ending, signal, quotaShare } = parts;
  const slots = openSlots(parts.sockets);
  const buckets = new Map<Operation, Bucket>();
  let [requests, throttles] = [0, 0];

  const bucketOf = (operation: Operation) => {
    const perSecond = operations[operation].perSecond * quotaShare;
    const bucket = buckets.get(operation) ?? openBucket(perSecond, clock, ending);
    buckets.set(operation, bucket);
    return bucket;
  };
  const send = async (operation: Operation, input: Input): Promise<Attempt | null> => {
    const identity = await lease.current();
    if (ending.reason() !== null) return null;
    const offset = services.clockOffset(operation);
    requests += 1;
    try {
      const ok = await services.send(operation, input);
      lease.accept(identity);
      return { ok };
    } catch (error) {
      const failure = describeError(error);
      const course = courseOf(failure);
      if (course === 'expired' && !(await lease.renew(identity))) ending.end(failure);
      // The SDK has set its clock by the answer's date: until it does, the signature is wrong for another reason.
      const isSet = Math.abs(services.clockOffset(operation) - offset) > tolerance;
      return { failure, course: course === 'skewed' && !isSet ? 'final' : course };
    }
  };
  const attempt = async (operation: Operation, input: Input): Promise<Attempt | null> => {
    try {
      return await send(operation, input);
    } catch (error) {
      if (!(error instanceof CredentialsError)) throw error;
      ending.end({ name: error.name, message: error.message, status: null });
      return null;
    }
  };
  const call = async (operation: Operation, input: Input): Promise<Outcome> => {
    const bucket = bucketOf(operation);
    const made = new Map<Course, number>();
    let last: AnswerError | null = null;
    for (;;) {
      const may = await bucket.take();
      const done = may ? await slots.within(() => attempt(operation, input)) : null;
      if (done === null) return last === null ? null : { failure: last };
      if ('ok' in done) return done;
      const { failure, course } = done;
      if (failure.status === null && signal.aborted) return { failure: last ?? tooLate };
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

/** The SDK sets its clock where the difference is larger. Milliseconds. */
const tolerance = 1000;

const tooLate: AnswerError = {
  name: 'DeadlineError',
  message: 'the deadline passed before AWS answered',
  status: null,
};
