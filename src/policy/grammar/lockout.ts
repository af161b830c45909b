import { negate, some } from '../text/guess.ts';
import type { Guess } from '../text/guess.ts';
import { meterOf } from '../text/meter.ts';
import { contains } from '../text/pattern.ts';
import { literal, mapLiterals } from '../text/text.ts';
import type { PolicyDocument, Principal, Statement } from './document.ts';
import { isUniqueId } from './principal.ts';

const change = literal('kms:putkeypolicy');

/**
 * Whether nobody may change the policy once it stands: PutKeyPolicy and CreateKey refuse such a policy, unless told to
 * bypass the check (API Reference, BypassPolicyLockoutSafetyCheck). Conditions and what is not known count as keeping.
 */
export function locksOut({ statements }: PolicyDocument): boolean {
  const known = statements.filter((s) => s.kind === 'statement');
  if (known.length < statements.length) return false;
  const isKept = known.some((s) => s.effect === 'Allow' && names(s) !== false && keeps(s));
  const isDenied = known.some(
    (s) =>
      s.effect === 'Deny' &&
      s.condition.length === 0 &&
      names(s) === true &&
      !s.principal.negated &&
      s.principal.items.some(({ type, text }) => type === 'AWS' && text.certain === '*') &&
      s.resource?.items.some(({ certain }) => certain === '*') === true,
  );
  return !isKept || isDenied;
}

function keeps({ principal, resource }: Statement): boolean {
  return resource !== null && (principal.negated || principal.items.some(isSomebody));
}

/** A service does not change a policy, and the id of a deleted user is nobody. */
function isSomebody({ type, text }: Principal): boolean {
  return type !== 'Service' && !isUniqueId(text.certain ?? '');
}

/** Whether the statement's actions hold the one that changes a policy. */
function names({ action }: Statement): Guess {
  if (action === null) return false;
  const meter = meterOf(100_000);
  const named = some(
    action.items,
    (item) =>
      item.certain === '*' ||
      contains(
        mapLiterals(item, (s) => s.toLowerCase()),
        change,
        meter,
      ),
  );
  return action.negated ? negate(named) : named;
}
