import type { Comparison } from './dimension.ts';
import type { Principal, PrincipalType } from '../grammar/document.ts';
import { doubt, overLimit } from '../text/guess.ts';
import type { Guess } from '../text/guess.ts';
import type { Meter } from '../text/meter.ts';
import { equals } from '../text/pattern.ts';
import { splitText, symbolsOf } from '../text/text.ts';
import type { Text } from '../text/text.ts';

/** A principal whose spellings share one form: an account is its id, however it was written. */
export interface CanonicalPrincipal {
  readonly type: PrincipalType | null;
  readonly everyone: boolean;
  readonly isAccount: boolean;
  readonly text: Text;
  readonly key: string;
  readonly source: Principal;
}

/**
 * `111122223333` and `arn:aws:iam::111122223333:root` of any partition are one and mean the account, not its
 * root user (IAM User Guide, "AWS JSON policy elements: Principal").
 */
export function asPrincipal(source: Principal): CanonicalPrincipal {
  const { type } = source;
  const account = type === 'AWS' ? accountIn(source.text) : null;
  const text = account ?? source.text;
  return {
    type,
    everyone: type !== null && text.certain === '*',
    isAccount: account !== null,
    text,
    key: `${type ?? '?'} ${text.key}`,
    source,
  };
}

/**
 * Whether an element that names `outer` reaches all that `inner` names. An account is not taken to reach its
 * roles: naming it delegates to IAM, which this comparison does not see.
 */
export function reaches(outer: CanonicalPrincipal, inner: CanonicalPrincipal, meter: Meter): Guess {
  if (outer.key === inner.key) return true;
  if (outer.type === null || inner.type === null) return doubtOf(outer, inner);
  if (outer.type !== inner.type) return false;
  if (outer.everyone) return true;
  return isSame(outer, inner, meter);
}

/** Whether one request may come from both. Everyone is everyone here: a Deny for `*` meets services too. */
export function meets(a: CanonicalPrincipal, b: CanonicalPrincipal, meter: Meter): Guess {
  if (a.key === b.key || isAnybody(a) || isAnybody(b)) return true;
  if (a.type === null || b.type === null) return doubtOf(a, b);
  if (a.type !== b.type) return false;
  if (a.everyone || b.everyone) return true;
  if (a.type !== 'AWS' || a.isAccount === b.isAccount) return isSameIdentity(a, b, meter);
  return isInAccount(a.isAccount ? a : b, a.isAccount ? b : a, meter);
}

function isAnybody(principal: CanonicalPrincipal): boolean {
  return principal.everyone && principal.type === 'AWS';
}

function doubtOf(a: CanonicalPrincipal, b: CanonicalPrincipal): Guess {
  return doubt([...symbolsOf(a.text), ...symbolsOf(b.text)]);
}

function isSame(a: CanonicalPrincipal, b: CanonicalPrincipal, meter: Meter): Guess {
  if (a.isAccount === b.isAccount) return equals(a.text, b.text, meter);
  if (!meter.spend(8)) return overLimit;
  const [account, other] = a.isAccount ? [a, b] : [b, a];
  if (!mayBeAccount(other.text)) return false;
  return account.text.key === other.text.key ? true : doubtOf(account, other);
}

/** A text that could turn out to be an account id or its root ARN. */
function mayBeAccount(text: Text): boolean {
  if (text.certain !== null) return false;
  const fields = splitText(text, ':');
  return fields.length !== 6 || fields[5]?.certain === null;
}

/** A Deny for a role reaches its sessions, and one for a session reaches a part of the role. */
function isSameIdentity(a: CanonicalPrincipal, b: CanonicalPrincipal, meter: Meter): Guess {
  const same = isSame(a, b, meter);
  if (same !== false || a.type !== 'AWS') return same;
  const [left, right] = [identityOf(a.text), identityOf(b.text)];
  if (left === null || right === null) return false;
  if (left.session !== null && left.session === right.session) return false;
  if (left.role.certain === null || right.role.certain === null) return doubtOf(a, b);
  return left.role.key === right.role.key && equals(left.account, right.account, meter);
}

interface Identity {
  readonly account: Text;
  readonly role: Text;
  /** Null where the ARN leaves open what it names. */
  readonly session: boolean | null;
}

/** The role that the ARN of a role or of its session names; null where it names neither. */
function identityOf(text: Text): Identity | null {
  const [, , , , account = text, resource = text] = splitText(text, ':');
  const path = splitText(resource, '/');
  const kind = path[0]?.certain ?? null;
  if (text.certain === null && (kind === null || resource === text)) {
    return { account, role: text, session: null };
  }
  const session = kind === 'assumed-role';
  const role = session ? path[1] : path.at(-1);
  if (role === undefined || (!session && kind !== 'role')) return null;
  return { account, role: resource.certain === null ? resource : role, session };
}

function isInAccount(account: CanonicalPrincipal, other: CanonicalPrincipal, meter: Meter): Guess {
  const owner = splitText(other.text, ':')[4];
  return owner === undefined ? isSame(account, other, meter) : equals(account.text, owner, meter);
}

/** The account of a root ARN or account id. */
function accountIn(text: Text): Text | null {
  if (text.certain !== null && /^\d{12}$/u.test(text.certain)) return text;
  const fields = splitText(text, ':');
  const isRoot =
    fields.length === 6 &&
    fields[0]?.certain === 'arn' &&
    fields[2]?.certain === 'iam' &&
    fields[3]?.certain === '' &&
    fields[5]?.certain === 'root';
  return isRoot ? (fields[4] ?? null) : null;
}

/** How principals compare; `"*"` is everything, whatever the type. */
export const principalComparison: Comparison<CanonicalPrincipal> = {
  isPlain: (p) => !p.everyone && p.type !== null && p.text.certain !== null,
  isEverything: isAnybody,
  covers: reaches,
  overlaps: meets,
};

/** The account that the ARN of a role, user or session names. */
export function namedAccount({ type, text }: CanonicalPrincipal): Text | null {
  return type === 'AWS' ? (splitText(text, ':')[4] ?? null) : null;
}
