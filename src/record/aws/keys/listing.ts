import { textMember } from '../../../read/input/json.ts';
import type { Answer, AnswerError } from '../../../read/snapshot/format.ts';
import type { Caller } from '../caller.ts';
import type { ListedKey } from './key.ts';
import { cut, pagesOf } from './pages.ts';

/** The keys of ListKeys, each once, and how the list ended. */
export interface Listing {
  readonly keys: (onPage: () => void) => AsyncGenerator<ListedKey>;
  readonly count: () => number;
  /** Whether the list has named a key so far. */
  readonly has: (keyId: string) => boolean;
  readonly answer: () => Answer<{ readonly count: number }>;
}

export function openListing(caller: Caller): Listing {
  // Pages shift when keys come and go between them: one key may be in two.
  const seen = new Set<string>();
  let failure: AnswerError | null = null;
  let malformed = 0;
  return {
    keys: async function* keys(onPage) {
      for await (const page of pagesOf(caller, 'ListKeys', {})) {
        if ('failure' in page) {
          failure = page.failure ?? cut;
          return;
        }
        const fresh = page.entries.flatMap((entry) => {
          const [KeyId, KeyArn] = [textMember(entry, 'KeyId'), textMember(entry, 'KeyArn')];
          if (KeyId === null || KeyArn === null || !keyArn.test(KeyArn)) {
            malformed += 1;
            return [];
          }
          if (seen.has(KeyId)) return [];
          seen.add(KeyId);
          return [{ KeyId, KeyArn }];
        });
        onPage();
        yield* fresh;
      }
    },
    count: () => seen.size,
    has: (keyId) => seen.has(keyId),
    answer: () => {
      const ok = { count: seen.size };
      const error = failure ?? (malformed === 0 ? null : malformedEntries(malformed));
      return error === null ? { ok } : { error, ok };
    },
  };
}

/** As the schema of snapshots has it. */
const keyArn = /^arn:[^:]*:kms:[^:]*:[^:]*:key\/./;

function malformedEntries(count: number): AnswerError {
  const entries = count === 1 ? 'an entry' : `${count} entries`;
  const message = `ListKeys gave ${entries} without the id or the ARN of a key`;
  return { name: 'UnexpectedAnswer', message, status: 200 };
}
