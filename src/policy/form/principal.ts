import type { Comparison } from './dimension.ts';
import { areApart, sortOf } from './identity.ts';
import type { Sort } from './identity.ts';
import type { Principal, PrincipalType } from '../grammar/document.ts';
import { doubt, either, overLimit } from '../text/guess.ts';
import type { Guess } from '../text/guess.ts';
import { meterOf } from '../text/meter.ts';
import type { Meter } from '../text/meter.ts';
import { equals, overlaps } from '../text/pattern.ts';
import { literal, splitText, symbolsOf } from '../text/text.ts';
import type { Text } from '../text/text.ts';

/** A principal whose spellings share one form: an account is its id, however it was written. */
export interface CanonicalPrincipal {
  readonly type: PrincipalType | null;
  readonly everyone: boolean;
  readonly isAccount: boolean;
  /** What one of type AWS names, where that is known. */
  readonly sort: Sort | null;
  /** What else it may name, where that is not known. */
  readonly maybe: readonly Sort[];
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
  const sort = account !== null ? 'account' : type === 'AWS' ? sortOf(text) : null;
  return {
    type,
    everyone: type !== null && text.certain === '*',
    isAccount: account !== null,
    sort,
    maybe: type === 'AWS' && sort === null && text.certain === null ? shapesOf(text) : [],
    text,
    key: `${type ?? '?'} ${text.key}`,
    source,
  };
}

/**
 * Whether an Allow that names `outer` reaches all that `inner` names. An account is not taken to reach its
 * roles: naming it delegates to IAM, which this comparison does not see. A role is taken to reach its sessions.
 */
export function reaches(outer: CanonicalPrincipal, inner: CanonicalPrincipal, meter: Meter): Guess {
  if (outer.key === inner.key || isAnybody(outer)) return true;
  if (outer.type === null || inner.type === null) return doubtOf(outer, inner);
  if (outer.type !== inner.type) return false;
  if (outer.everyone) return true;
  return either(isSame(outer, inner, meter), () => isSessionOf(inner, outer, meter));
}

/** The same for a Deny, which on an account meets its roles and users too. */
export function reachesByDeny(
  outer: CanonicalPrincipal,
  inner: CanonicalPrincipal,
  meter: Meter,
): Guess {
  const isInside = outer.isAccount && !inner.isAccount && inner.type === 'AWS' && !inner.everyone;
  return isInside ? isInAccount(outer, inner, meter) : reaches(outer, inner, meter);
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

/** `"*"` is everyone, services among them (IAM User Guide, Principal, "All principals"). */
function isAnybody(principal: CanonicalPrincipal): boolean {
  return principal.everyone && principal.type === 'AWS';
}

function doubtOf(a: CanonicalPrincipal, b: CanonicalPrincipal): Guess {
  return doubt([...symbolsOf(a.text), ...symbolsOf(b.text)]);
}

function isSame(a: CanonicalPrincipal, b: CanonicalPrincipal, meter: Meter): Guess {
  if (areSortedApart(a, b)) return false;
  if (a.isAccount === b.isAccount) return equals(a.text, b.text, meter);
  if (!meter.spend(8)) return overLimit;
  const [account, other] = a.isAccount ? [a, b] : [b, a];
  if (!mayBeAccount(other.text)) return false;
  return account.text.key === other.text.key ? true : doubtOf(account, other);
}

/** Two identities of unlike sorts, or two that Terraform makes: never the same, and never everyone. */
function areSortedApart(a: CanonicalPrincipal, b: CanonicalPrincipal): boolean {
  if (a.sort !== null && b.sort !== null && a.sort !== b.sort) return true;
  if ((a.everyone && b.sort !== null) || (b.everyone && a.sort !== null)) return true;
  return areApart(a.text, b.text);
}

/** A text that could turn out to be an account id or its root ARN. */
function mayBeAccount(text: Text): boolean {
  if (text.certain !== null) return false;
  const fields = splitText(text, ':');
  return fields.length !== 6 || fields[5]?.certain === null;
}

/** A role and its session share requests: those of the session. */
function isSameIdentity(a: CanonicalPrincipal, b: CanonicalPrincipal, meter: Meter): Guess {
  return either(isSame(a, b, meter), () =>
    either(isSessionOf(a, b, meter), () => isSessionOf(b, a, meter)),
  );
}

const shapes: readonly (readonly [Sort, Text])[] = [
  ['session', literal('arn:*:sts::*:assumed-role/*')],
  ['role', literal('arn:*:iam::*:role/*')],
];

function shapesOf(text: Text): readonly Sort[] {
  const meter = meterOf(10_000);
  return shapes.flatMap(([sort, shape]) => (overlaps(shape, text, meter) === false ? [] : [sort]));
}

function isSessionOf(session: CanonicalPrincipal, role: CanonicalPrincipal, meter: Meter): Guess {
  const isOne = ({ sort, maybe }: CanonicalPrincipal, wanted: Sort): boolean =>
    sort === wanted || maybe.includes(wanted);
  if (!isOne(session, 'session') || !isOne(role, 'role')) return false;
  const [left, right] = [identityOf(session.text), identityOf(role.text)];
  if (left === null || right === null) return doubtOf(session, role);
  const isInOne = equals(left.account, right.account, meter);
  if (isInOne === false || left.role.certain === null || right.role.certain === null)
    return isInOne !== false && doubtOf(session, role);
  return left.role.key === right.role.key && isInOne;
}

/** Account and name of the role that the ARN of a role or of its session names; null where it hides them. */
export function identityOf(text: Text): { readonly account: Text; readonly role: Text } | null {
  const [, , , , account, resource] = splitText(text, ':');
  if (account === undefined || resource === undefined) return null;
  const path = splitText(resource, '/');
  const role = path[0]?.certain === 'assumed-role' ? path[1] : path.at(-1);
  return role === undefined ? null : { account, role: resource.certain === null ? resource : role };
}

function isInAccount(account: CanonicalPrincipal, other: CanonicalPrincipal, meter: Meter): Guess {
  const owner = splitText(other.text, ':')[4];
  if (owner !== undefined) return equals(account.text, owner, meter);
  return other.sort === null ? isSame(account, other, meter) : doubtOf(account, other);
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

/** How the principals of an Allow compare; `"*"` is everything, whatever the type. */
export const principalComparison: Comparison<CanonicalPrincipal> = {
  isPlain: (p) => !p.everyone && p.type !== null && p.text.certain !== null && p.sort !== 'session',
  isEverything: isAnybody,
  covers: reaches,
  overlaps: meets,
};

/** How those of a Deny compare: an account that is named is no plain name, it holds others. */
export const denyComparison: Comparison<CanonicalPrincipal> = {
  ...principalComparison,
  isPlain: () => false,
  covers: reachesByDeny,
};

/** The account that the ARN of a role, user or session names. */
export function namedAccount({ type, text }: CanonicalPrincipal): Text | null {
  return type === 'AWS' ? (splitText(text, ':')[4] ?? null) : null;
}
