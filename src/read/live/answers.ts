import type { Location } from '../../model/location.ts';
import { known, unknown, type Unknown, type UnknownReason, type Value } from '../../model/value.ts';
import { isObject, member, textMember, typeName } from '../input/json.ts';
import type { Json } from '../input/resource.ts';

/** An answer as a snapshot holds it: what AWS said, what it refused, or that it was not asked. */
export interface Answered {
  /** What was read, also beside an error; absent where nothing was. */
  readonly ok: Json | undefined;
  /** Why it is not all, or nothing; null where it is whole. */
  readonly failure: Failure | null;
}

export interface Failure {
  readonly reason: UnknownReason;
  /** AWS's name for the error; null where nothing was asked. */
  readonly name: string | null;
  /** The operation whose failure it is, where this one was not asked because of it. */
  readonly earlier?: string;
}

const notAsked: Answered = { ok: undefined, failure: { reason: 'not-read', name: null } };

/** Reads an answer; a list that says it goes on, and was left there, is not whole. */
export function readAnswer(answer: Json | undefined): Answered {
  if (!isObject(answer)) return notAsked;
  const ok = member(answer, 'ok');
  const error = member(answer, 'error');
  if (error !== undefined && error !== null) {
    const name = textMember(error, 'name') ?? 'UnknownError';
    return { ok, failure: { reason: reasonOf(name), name } };
  }
  if (ok === undefined) return notAsked;
  const isCut = member(ok, 'Truncated') === true || isText(member(ok, 'NextToken'));
  return { ok, failure: isCut ? { reason: 'failed-request', name: 'Truncated' } : null };
}

function isText(value: Json | undefined): boolean {
  return typeof value === 'string' && value !== '';
}

/**
 * What an error's name says. ThrottlingException is in no model of the KMS API, so names are all there is to go by
 * (KMS Developer Guide, "Throttling AWS KMS requests").
 */
function reasonOf(name: string): UnknownReason {
  if (/AccessDenied|Unauthorized|NotAuthorized|Forbidden/i.test(name)) return 'access-denied';
  if (/NotFound/i.test(name)) return 'not-found';
  if (/Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/i.test(name)) return 'throttled';
  return 'failed-request';
}

/** Why a fact of this call is not known: `GetKeyPolicy`, or `GetKeyPolicy (TimeoutError)` where the reason says less. */
export function unanswered(
  { reason, name, earlier }: Failure,
  call: string,
  at: Location,
): Unknown {
  const detail = reason === 'failed-request' && name !== null ? ` (${name})` : '';
  const place = earlier === undefined || at.kind !== 'live' ? at : { ...at, call: earlier };
  return unknown(reason, `${earlier ?? call}${detail}`, place);
}

/** A member of an answer as a text; unknown where AWS left it out or sent something else. */
export function readText(json: Json | undefined, name: string, at: Location): Value<string> {
  const value = member(json, name);
  if (typeof value === 'string' && value !== '') return known(value, 'observed', at);
  return missing(value, name, at);
}

/** A member that should be there and is not. */
export function missing(value: Json | undefined, name: string, at: Location): Unknown {
  if (value === undefined || value === null || value === '') return unknown('not-read', name, at);
  return unknown('unexpected-type', `${name} is ${typeName(value)}`, at);
}

/** One of the API's values; one that AWS added later is unknown, not an error. */
export function oneOf<T extends string>(value: Value<string>, members: readonly T[]): Value<T> {
  if (!value.known) return value;
  const found = members.find((candidate) => candidate === value.value);
  if (found !== undefined) return { ...value, value: found };
  return unknown('unrecognised-value', value.value, value.at);
}

/** The entries of a list, which stand in a member of the answer, or are the answer. */
export function entriesOf(ok: Json | undefined, name: string): readonly Json[] | null {
  const list = Array.isArray(ok) ? ok : member(ok, name);
  return Array.isArray(list) ? list : null;
}
