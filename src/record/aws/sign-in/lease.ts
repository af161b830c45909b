import { CredentialsError } from './credentials-error.ts';
import { describeError } from '../sdk/error.ts';
import type { Identity, Services } from '../sdk/services.ts';

/** The credentials of a reading, which AWS may call expired whatever they say of themselves. */
export interface Lease {
  /** @throws CredentialsError */
  readonly current: () => Promise<Identity>;
  /** AWS has answered a request that was signed with them. */
  readonly accept: (identity: Identity) => void;
  /**
   * AWS called them expired: fetches others, once for all who ask. False where there are none: the same came again, or
   * AWS has not accepted the ones that were fetched for this very reason.
   * @throws CredentialsError
   */
  readonly renew: (identity: Identity) => Promise<boolean>;
}

export function openLease({ identity }: Pick<Services, 'identity'>): Lease {
  const accepted = new WeakSet<Identity>();
  const forced = new WeakSet<Identity>();
  let renewal: { readonly old: Identity; readonly outcome: Promise<boolean> } | null = null;

  const fetch = async (anew?: 'anew'): Promise<Identity> => {
    try {
      return await identity(anew);
    } catch (error) {
      throw new CredentialsError(`no AWS credentials: ${describeError(error).message}`);
    }
  };
  const replace = async (old: Identity): Promise<boolean> => {
    if (forced.has(old) && !accepted.has(old)) return false;
    const fresh = await fetch('anew');
    if (isSame(fresh, old)) return false;
    forced.add(fresh);
    return true;
  };
  return {
    current: () => fetch(),
    accept: (used) => {
      accepted.add(used);
    },
    renew: async (old) => {
      if (renewal?.old === old) return await renewal.outcome;
      if ((await fetch()) !== old) return true;
      renewal = renewal?.old === old ? renewal : { old, outcome: replace(old) };
      return await renewal.outcome;
    },
  };
}

function isSame(a: Identity, b: Identity): boolean {
  return a.accessKeyId === b.accessKeyId && a.sessionToken === b.sessionToken;
}
