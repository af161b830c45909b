import { isArray, member, textMember } from '../../../read/input/json.ts';
import type { JsonObject } from '../../../read/input/json.ts';
import type { Json } from '../../../read/input/resource.ts';
import type { Answer, AnswerError } from '../../../read/snapshot/format.ts';
import { toRecorded } from './recorded.ts';
import type { Caller } from '../caller.ts';
import { operations } from './operations.ts';
import type { Input, Operation, Paging } from './operations.ts';

/** One page of a list, or why the list ends before its end: null where the reading had ended. */
export type Page = { readonly entries: readonly Json[] } | { readonly failure: AnswerError | null };

/** The pages of a list, in order, until its end or the first failure. */
export async function* pagesOf(
  caller: Caller,
  operation: Operation,
  input: Input,
): AsyncGenerator<Page> {
  const { paging } = operations[operation];
  if (paging === null) throw new Error(`${operation} has no pages`);
  const [limit, most] = paging.limit;
  const [into, from] = paging.marker;
  let marker: string | null = null;
  do {
    const outcome = await caller.call(operation, {
      ...input,
      [limit]: most,
      ...(marker === null ? {} : { [into]: marker }),
    });
    if (outcome === null || 'failure' in outcome) {
      yield { failure: outcome?.failure ?? null };
      return;
    }
    const page = member(outcome.ok, paging.list);
    if (isArray(page)) yield { entries: page };
    const next = textMember(outcome.ok, from);
    const wrong = faultOf(outcome.ok, paging, marker, next);
    if (wrong !== null) {
      yield { failure: { ...wrong, message: `${operation} ${wrong.message}` } };
      return;
    }
    marker = next;
  } while (marker !== null && marker !== '');
}

/** A page that AWS does not give: a list that it belongs to cannot be told from one that is whole. */
function faultOf(
  answer: JsonObject,
  { list }: Paging,
  marker: string | null,
  next: string | null,
): AnswerError | null {
  const name = 'UnexpectedAnswer';
  if (!isArray(answer[list])) return { name, message: `gave no ${list}`, status: 200 };
  if (answer['Truncated'] === true && next === null)
    return { name, message: 'gave no marker for the next page', status: 200 };
  // An emulator that knows no pages may give the same one for ever.
  if (next !== null && next === marker)
    return { name: 'EndlessList', message: 'gave the same marker twice', status: 200 };
  return null;
}

/**
 * All pages as one answer, without the markers. An error with the pages before it, where one failed; null where
 * nothing was asked.
 */
export async function wholeList(
  caller: Caller,
  operation: Operation,
  input: Input = {},
): Promise<Answer | null> {
  const list = operations[operation].paging?.list ?? '';
  const entries: Json[] = [];
  let read = false;
  for await (const page of pagesOf(caller, operation, input)) {
    if ('entries' in page) {
      entries.push(...page.entries.map(toRecorded));
      read = true;
    } else {
      const ok = read ? { ok: { [list]: entries } } : {};
      return page.failure === null && !read ? null : { error: page.failure ?? cut, ...ok };
    }
  }
  return { ok: { [list]: entries } };
}

/** A list whose next page was not asked for any more. */
export const cut: AnswerError = {
  name: 'ReadingEnded',
  message: 'the reading ended before the next page was asked for',
  status: null,
};
