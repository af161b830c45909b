import type { Fact } from '../../model/facts.ts';
import type { Gap, Kind } from '../../model/inventory.ts';
import { unknownReasons } from '../../model/value.ts';
import { isObject, typeName, type JsonObject } from '../input/json.ts';
import type { Json } from '../input/resource.ts';
import { entriesOf, readAnswer, type Failure } from './answers.ts';
import { locationOf, subjectOf, type Place } from './place.ts';

/** What was read of a list of the account and Region, and what that leaves unread. */
export interface Listed {
  readonly entries: readonly JsonObject[];
  readonly gaps: readonly Gap[];
  readonly partial: readonly Gap[];
}

export interface List {
  /** The operation, which is also the member of the snapshot. */
  readonly call: string;
  /** What rules need it for. */
  readonly fact: Fact;
  /** The member of the answer that holds the entries. */
  readonly member: string;
  readonly hides: readonly Kind[];
}

/**
 * The entries of a list. One that was refused or cut is a gap; one that was not asked is what the scan left out, for
 * the rules that it was made for do not need it.
 */
export function readList(answer: Json | undefined, list: List, place: Place): Listed {
  const { ok, failure } = readAnswer(answer);
  const found = entriesOf(ok, list.member) ?? [];
  const entries = found.filter(isObject);
  if (failure !== null) {
    const gap = gapOf(list, failure, place);
    return failure.name === null
      ? { entries, gaps: [], partial: [gap] }
      : { entries, gaps: [gap], partial: [] };
  }
  const isList = entriesOf(ok, list.member) !== null;
  if (isList && entries.length === found.length) return { entries, gaps: [], partial: [] };
  const what = `${place.path}: ${list.member} of ${list.call} holds ${typeName(found.find((e) => !isObject(e)))}, where AWS has objects`;
  return { entries, gaps: [flawOf(what, list, place)], partial: [] };
}

/** A gap for an answer that is missing: who refused what. */
export function gapOf(
  { call, fact, hides }: Pick<List, 'call' | 'hides'> & { readonly fact: Fact | null },
  { reason, name }: Failure,
  place: Place,
): Gap {
  const detail = name === null ? '' : ` (${name})`;
  const what = `${place.path}: ${call}: ${unknownReasons[reason]}${detail}`;
  const unanswered = { subject: subjectOf(place, call), count: 1, keys: [], error: name, fact };
  return { ...frameOf(call, place), reason, what, hides, unanswered };
}

/** A gap for an answer of an unexpected shape. */
export function flawOf(
  what: string,
  { call, hides }: Pick<List, 'call' | 'hides'>,
  place: Place,
): Gap {
  return { ...frameOf(call, place), reason: 'unexpected-type', what, hides };
}

function frameOf(call: string, place: Place): Pick<Gap, 'scope' | 'at'> {
  return { scope: place.scope, at: locationOf(place, place.arn, call) };
}
