import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from './clock.ts';
import { CredentialsError } from './credentials.ts';
import type { ServiceName } from './operations.ts';
import type { Credentials } from '../target.ts';

/** One set of credentials. What was signed with it is known by it. */
export interface Lease {
  readonly identity: Awaited<ReturnType<Credentials>>;
  /** When it was handed out, in milliseconds since 1970. */
  readonly since: number;
  /** It was fetched because AWS had called another one expired. */
  readonly forced: boolean;
}

export interface Unsigned {
  readonly service: ServiceName;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Signed {
  /** All headers of the request. */
  readonly headers: Readonly<Record<string, string>>;
  /** The time that it was signed with, less this machine's. Milliseconds. */
  readonly offset: number;
}

/** Signs requests with credentials that it keeps fresh, by a clock that it sets by AWS's. */
export interface Session {
  /** @throws CredentialsError */
  readonly lease: () => Promise<Lease>;
  readonly sign: (lease: Lease, request: Unsigned) => Promise<Signed>;
  /** AWS has answered a request that was signed with it. */
  readonly accept: (lease: Lease) => void;
  /**
   * AWS called these credentials expired: fetches others. False where there are none: the same came again, or AWS has
   * not accepted the ones that were fetched for this very reason.
   * @throws CredentialsError
   */
  readonly renew: (lease: Lease) => Promise<boolean>;
  /** Goes by the date of AWS's answer from now on. False where the request was signed by that time already. */
  readonly setClock: (signed: Signed, date: string | undefined) => boolean;
}

/** Credentials are fetched anew so long before they expire, and no more often than `pause` asks. Milliseconds. */
const ahead = 5 * 60_000;
const pause = 30_000;

/** AWS accepts five minutes of difference between the clocks. Milliseconds. */
const tolerance = 4 * 60_000;

export function openSession(region: string, credentials: Credentials, clock: Clock): Session {
  const accepted = new WeakSet<Lease>();
  const signers = new WeakMap<Lease, Map<ServiceName, SignatureV4>>();
  let held: Lease | null = null;
  let fetching: Promise<Lease> | null = null;
  let renewal: { readonly old: Lease; readonly outcome: Promise<boolean> } | null = null;
  let offset = 0;

  const fetch = async (forced: boolean): Promise<Lease> => {
    try {
      const identity = await credentials(forced ? { forceRefresh: true } : undefined);
      return { identity, since: clock.now(), forced };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new CredentialsError(`no AWS credentials: ${why}`);
    }
  };
  const refresh = async (before: Lease | null): Promise<Lease> => {
    try {
      held = await fetch(false);
    } catch (error) {
      if (before === null || leftOf(before, clock.now()) <= 0) throw error;
      held = { ...before, since: clock.now() };
    } finally {
      fetching = null;
    }
    return held;
  };
  const replace = async (old: Lease): Promise<boolean> => {
    if (old.forced && !accepted.has(old)) return false;
    const fresh = await fetch(true);
    if (isSame(fresh, old)) return false;
    held = fresh;
    return true;
  };
  const signerOf = (lease: Lease, service: ServiceName) => {
    const own = signers.get(lease) ?? new Map<ServiceName, SignatureV4>();
    signers.set(lease, own);
    const parts = { service, region, credentials: lease.identity, sha256: Sha256 };
    const signer = own.get(service) ?? new SignatureV4(parts);
    own.set(service, signer);
    return signer;
  };
  return {
    lease: async () => {
      if (held !== null && !isStale(held, clock.now())) return held;
      fetching ??= refresh(held);
      return fetching;
    },
    sign: async (lease, { service, url, headers, body }) => {
      const signer = signerOf(lease, service);
      const used = offset;
      const { protocol, hostname, pathname: path, host } = url;
      const request = { method: 'POST', protocol, hostname, path, body };
      const signed = await signer.sign(
        { ...request, headers: { ...headers, host } },
        { signingDate: new Date(clock.now() + used) },
      );
      return { headers: signed.headers, offset: used };
    },
    accept: (lease) => {
      accepted.add(lease);
    },
    renew: (old) => {
      if (held !== old) return Promise.resolve(true);
      if (renewal?.old !== old) renewal = { old, outcome: replace(old) };
      return renewal.outcome;
    },
    setClock: (signed, date) => {
      const difference = Date.parse(date ?? '') - clock.now();
      if (!(Math.abs(difference - signed.offset) > tolerance)) return false;
      offset = difference;
      return true;
    },
  };
}

/** Milliseconds that credentials are still good for. */
function leftOf({ identity: { expiration } }: Lease, now: number): number {
  return expiration === undefined ? Number.POSITIVE_INFINITY : expiration.getTime() - now;
}

function isStale(lease: Lease, now: number): boolean {
  return leftOf(lease, now) < ahead && now - lease.since > pause;
}

function isSame({ identity: a }: Lease, { identity: b }: Lease): boolean {
  return a.accessKeyId === b.accessKeyId && a.sessionToken === b.sessionToken;
}
