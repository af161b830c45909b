import { textMember } from '../../read/input/json.ts';
import type { Answer, AnswerError } from '../../read/snapshot/format.ts';
import type { Caller } from './caller.ts';
import type { ListedKey } from './keys.ts';
import { cut, pagesOf } from './pages.ts';

/** The keys of ListKeys, each once, and how the list ended. */
export interface Listing {
  readonly keys: (onPage: () => void) => AsyncGenerator<ListedKey>;
  readonly count: () => number;
  readonly answer: () => Answer<{ readonly count: number }>;
}

export function openListing(caller: Caller): Listing {
  // Pages shift when keys come and go between them: one key may be in two.
  const seen = new Set<string>();
  let failure: AnswerError | null = null;
  return {
    keys: async function* keys(onPage) {
      for await (const page of pagesOf(caller, 'ListKeys', {})) {
        if ('failure' in page) {
          failure = page.failure ?? cut;
          return;
        }
        const fresh = page.entries.flatMap((entry) => {
          const [KeyId, KeyArn] = [textMember(entry, 'KeyId'), textMember(entry, 'KeyArn')];
          if (KeyId === null) failure = nameless;
          if (KeyId === null || seen.has(KeyId)) return [];
          seen.add(KeyId);
          return [{ KeyId, KeyArn: KeyArn ?? KeyId }];
        });
        onPage();
        yield* fresh;
      }
    },
    count: () => seen.size,
    answer: () => {
      const ok = { count: seen.size };
      return failure === null ? { ok } : { error: failure, ok };
    },
  };
}

const nameless: AnswerError = {
  name: 'UnexpectedAnswer',
  message: 'ListKeys named a key without its id',
  status: 200,
};
