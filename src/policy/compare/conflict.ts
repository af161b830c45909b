import type { CanonicalConjunct } from '../form/condition.ts';
import { demandsPresence, implies, isNull } from './implication.ts';
import { beyond, doubt } from '../text/guess.ts';
import type { Guess } from '../text/guess.ts';
import type { Meter } from '../text/meter.ts';
import { contains, overlaps } from '../text/pattern.ts';
import type { Mode } from '../text/pattern.ts';
import type { Operator } from '../grammar/operator.ts';

type Conjuncts = readonly CanonicalConjunct[];

/** Keys with several values, for which one value does not exclude another (AWS service authorization reference). */
const manyValued =
  /^(?:aws:(?:tagkeys|calledvia|principalorgpaths|principalservicenameslist|resourceorgpaths|sourceorgpaths)|kms:(?:encryptioncontextkeys|grantoperations|resourcealiases))/u;
/** Keys that hang on who asks, or on the action: not every request of an Allow can carry them. */
const bound =
  /^(?:aws:(?:principal|userid|username|source(?:account|arn|org|owner)|federatedprovider|ec2)|kms:calleraccount)|^saml:|^sts:/u;

/**
 * Whether some request meets both conditions, that of an Allow and that of a Deny. `true` and `false` are
 * given only where they can be shown; two conditions on different keys are usually neither.
 */
export function canMeetBoth(
  allow: Conjuncts,
  deny: Conjuncts,
  denyNamesActions: boolean,
  meter: Meter,
): Guess {
  if (allow.some((a) => deny.some((d) => excludes(a, d, meter) || excludes(d, a, meter))))
    return false;
  if (deny.length === 0) return true;
  const implied = implies(allow, deny, meter);
  if (implied === true) return true;
  const symbols = [...allow, ...deny].flatMap((c) => c.open);
  if (symbols.length > 0) return doubt(symbols);
  if (allow.length === 0 && deny.every((c) => isFree(c, denyNamesActions))) return true;
  return implied === false ? beyond('whether a request can meet two conditions at once') : implied;
}

/** Keys of KMS go with certain actions; a Deny that names its actions is taken to know them. */
function isFree({ key, operator }: CanonicalConjunct, namesActions: boolean): boolean {
  if (key === null || key.certain === null || operator === null || bound.test(key.certain))
    return false;
  return namesActions || !key.certain.startsWith('kms:') || key.certain === 'kms:viaservice';
}

/** Whether `a`, which demands its key, leaves no value that `b` accepts. */
function excludes(a: CanonicalConjunct, b: CanonicalConjunct, meter: Meter): boolean {
  if (a.key === null || a.key.key !== b.key?.key || a.key.certain === null || !demandsPresence(a))
    return false;
  if (isNull(b, 'true')) return true;
  const [x, y] = [a.operator, b.operator];
  if (x === null || y === null || manyValued.test(a.key.certain)) return false;
  if (
    x.family !== y.family ||
    x.qualifier !== '' ||
    y.qualifier !== '' ||
    !meter.spend(a.values.length * b.values.length)
  )
    return false;
  const [outer, inner] = [modeOf(y), modeOf(x)];
  if (outer === null || inner === null) return false;
  return y.negated
    ? a.values.every((v) => b.values.some((w) => contains(w, v, meter, { outer, inner }) === true))
    : a.values.every((v) =>
        b.values.every((w) => overlaps(w, v, meter, { outer, inner }) === false),
      );
}

/** Ordered operators and blocks of addresses are left undecided. */
function modeOf({ mode, family }: Operator): Mode | null {
  if (mode === 'below' || mode === 'above' || mode === 'block') return null;
  return mode === 'fold' && family === 'string' ? null : mode;
}
