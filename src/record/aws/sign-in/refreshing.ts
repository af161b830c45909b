import type { Credentials } from '../../target.ts';

type Identity = Awaited<ReturnType<Credentials>>;

/** So long before they expire, credentials are fetched anew. Milliseconds. */
const ahead = 5 * 60_000;

/** So long a refusal stands, for every Region of an account at once asks for its role. Milliseconds. */
const patience = 30_000;

/**
 * Fetches credentials when they are first asked for, keeps them, and fetches them again before they expire. While that
 * fails, they are good until they have expired.
 */
export function refreshing(fetch: Credentials, now: () => number = Date.now): Credentials {
  let held: Identity | null = null;
  let fetching: ReturnType<Credentials> | null = null;
  let freshUntil = 0;
  const renew = async (options?: Parameters<Credentials>[0]): Promise<Identity> => {
    try {
      held = await fetch(options);
      freshUntil = expiryOf(held) - ahead;
      return held;
    } catch (error) {
      freshUntil = now() + patience;
      if (held === null || expiryOf(held) <= now() || options?.forceRefresh === true) throw error;
      return held;
    }
  };
  return async (options) => {
    if (fetching === null || options?.forceRefresh === true || now() > freshUntil) {
      freshUntil = Number.POSITIVE_INFINITY;
      fetching = renew(options);
    }
    return await fetching;
  };
}

/** Milliseconds since 1970. */
function expiryOf({ expiration }: Identity): number {
  return expiration?.getTime() ?? Number.POSITIVE_INFINITY;
}
