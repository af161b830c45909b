import type { Credentials } from '../target.ts';

/** So long before they expire, credentials are fetched anew. Milliseconds. */
const ahead = 5 * 60_000;

/** So long a refusal stands, for every Region of an account at once asks for its role. Milliseconds. */
const patience = 30_000;

/** Fetches credentials when they are first asked for, keeps them, and fetches them again before they expire. */
export function refreshing(fetch: Credentials, now: () => number = Date.now): Credentials {
  let current: ReturnType<Credentials> | null = null;
  let freshUntil = 0;
  return async (options) => {
    if (current === null || options?.forceRefresh === true || now() > freshUntil) {
      freshUntil = Number.POSITIVE_INFINITY;
      current = fetch(options);
      current.then(
        ({ expiration }) => {
          if (expiration !== undefined) freshUntil = expiration.getTime() - ahead;
        },
        () => {
          freshUntil = now() + patience;
        },
      );
    }
    return await current;
  };
}
