import type { Gap } from '../../model/inventory.ts';
import { member, textMember, type JsonObject } from '../input/json.ts';
import { readAnswer } from './answers.ts';
import { flawOf, gapOf } from './lists.ts';
import { locationOf, subjectOf, type Place } from './place.ts';
import { notReached, type Refusals } from './refusals.ts';

// What the end of a snapshot tells: whether every key was listed, and whether the scan came to its end.

/** Keys that ListKeys did not name, or that the file does not hold. */
export function unlistedKeys(rest: JsonObject, listed: number, place: Place): readonly Gap[] {
  const { ok, failure } = readAnswer(member(rest, 'ListKeys'));
  if (failure !== null) {
    return isWhyStopped(failure.name, rest)
      ? []
      : [gapOf({ call: 'ListKeys', fact: null, hides: ['key'] }, failure, place)];
  }
  const count = member(ok, 'count');
  if (count === listed) return [];
  const what = `${place.path}: ListKeys named ${typeof count === 'number' ? count : 'an unknown number of'} keys, and the snapshot holds ${listed}`;
  return [flawOf(what, { call: 'ListKeys', hides: ['key'] }, place)];
}

/** Requests about single keys without an answer; where the scan stopped early, that is why some were never made. */
export function unreadKeys(rest: JsonObject, refusals: Refusals, place: Place): readonly Gap[] {
  const gaps = refusals.gaps();
  const stopped = member(rest, 'stopped');
  if (stopped === undefined || stopped === null) return gaps;
  const left = gaps.filter((gap) => notReached(gap));
  const keys = left.flatMap(({ unanswered }) => unanswered?.keys ?? []);
  const { reason } = readAnswer({ error: stopped }).failure ?? { reason: 'failed-request' };
  const [name, message] = [
    textMember(stopped, 'name') ?? 'UnknownError',
    textMember(stopped, 'message') ?? '',
  ];
  const lost = keys.length === 0 ? '' : `, before ${countOf(keys)}`;
  const why = message === '' ? name : `${name}: ${message}`;
  return [
    ...gaps.filter((gap) => !left.includes(gap)),
    {
      scope: place.scope,
      reason,
      what: `${place.path}: the scan stopped early${lost}: ${why}`,
      hides: isWhyStopped(readAnswer(member(rest, 'ListKeys')).failure?.name, rest) ? ['key'] : [],
      at: locationOf(place, place.arn, 'ListKeys'),
      unanswered: {
        subject: subjectOf(place, 'scan'),
        count: Math.max(keys.length, 1),
        keys,
        error: name,
        fact: null,
      },
    },
  ];
}

/** Nothing was read at all: the one error stands in both places. */
function isWhyStopped(name: string | null | undefined, rest: JsonObject): boolean {
  return typeof name === 'string' && textMember(member(rest, 'stopped'), 'name') === name;
}

function countOf({ length }: readonly string[]): string {
  return `${length} ${length === 1 ? 'key' : 'keys'} of those that were listed`;
}
