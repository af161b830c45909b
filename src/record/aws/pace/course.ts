import type { AnswerError } from '../../../read/snapshot/format.ts';

/**
 * What a failed request asks for. `throttled` and `transient`: ask again; `expired`: ask again with fresh credentials;
 * `skewed`: ask again by AWS's clock; `final`: this is the answer.
 */
export type Course = 'throttled' | 'transient' | 'expired' | 'skewed' | 'final';

/** Requests beyond the rate, by name: KMS models no such exception. LimitExceededException is none of them. */
const throttles: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
]);

const expiries: ReadonlySet<string> = new Set(['ExpiredTokenException', 'ExpiredToken']);

/** How AWS rejects a signature whose time it does not accept; by the name alone it may be a wrong secret too. */
const skews: ReadonlySet<string> = new Set([
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'RequestInTheFuture',
]);

/** What may work a moment later: AWS's own names, then Node's for connections. */
const passing: ReadonlySet<string> = new Set([
  'KMSInternalException',
  'DependencyTimeoutException',
  'CloudHsmInternalFailureException',
  'InternalFailure',
  'InternalServerError',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
  'TruncatedAnswer',
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_SOCKET',
]);

export function courseOf({ name, status }: AnswerError): Course {
  if (throttles.has(name) || status === 429) return 'throttled';
  if (expiries.has(name)) return 'expired';
  if (skews.has(name)) return 'skewed';
  if (passing.has(name) || (status !== null && status >= 500)) return 'transient';
  return 'final';
}

/** How often a request is made before its failure counts as the answer; the deadline ends it sooner. */
export const attemptsOf: Readonly<Record<Course, number>> = {
  throttled: 20,
  transient: 8,
  expired: 3,
  skewed: 2,
  final: 1,
};

/** Milliseconds before the next attempt: exponential, with full jitter. `attempt` counts from 1. */
export function delayBefore(course: Course, attempt: number, random: number): number {
  if (course !== 'throttled' && course !== 'transient') return 0;
  const longest = course === 'throttled' ? 20_000 : 5000;
  return random * Math.min(longest, 100 * 2 ** attempt);
}
