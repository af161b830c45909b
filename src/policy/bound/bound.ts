import { no, undecided, yes, type Truth } from '../../model/truth.ts';
import { unknown } from '../../model/value.ts';
import { referenceTo, type StatementReference } from '../compare/loss.ts';
import { bitsOf, type ActionBits } from '../form/action.ts';
import type { Side } from '../form/context.ts';
import { atomsOf, coversAtom, isAllBut, type Atom } from '../form/dimension.ts';
import { normalisePolicy, type CanonicalStatement } from '../form/normalise.ts';
import { denyComparison, type CanonicalPrincipal } from '../form/principal.ts';
import type { PolicyDocument } from '../grammar/document.ts';
import {
  beyondOf,
  both,
  doubt,
  either,
  every,
  nameBeyond,
  negate,
  some,
  type Guess,
} from '../text/guess.ts';
import { meterOf, type Meter } from '../text/meter.ts';
import { contains } from '../text/pattern.ts';
import { literal, symbolsOf, textOf, type Text } from '../text/text.ts';
import { boundsAllow, deniesOmission, deniesRange } from './condition.ts';

/** An action of the KMS API, and the condition key of a number that its caller may choose, both in lower case. */
export interface NumberOfAction {
  readonly action: string;
  readonly conditionKey: string;
}

/** Who may choose a number, as far as a key policy decides it. */
export interface Bounding {
  /** Whether a statement, but one for accounts or services, lets somebody call the action. */
  readonly given: Truth;
  /** Whether every such statement bounds the number, or Denies do so for all whom it lets. */
  readonly bounded: Truth;
  /** The first statement without a bound; null where none certainly is. */
  readonly unbounded: StatementReference | null;
}

const mostSteps = 500_000;

/**
 * Whether a key policy bounds a number wherever it lets somebody choose it. What an account may do is decided by its IAM
 * policies, which are not seen here, and no service of AWS calls such an action.
 */
export function boundingOf(
  document: PolicyDocument,
  { action, conditionKey }: NumberOfAction,
  side: Side,
): Bounding {
  const { statements, open } = normalisePolicy(document);
  const asked: Asked = {
    bit: bitsOf(literal(action)).certain,
    conditionKey,
    arn: textOf(side.arn ?? [{ symbol: 'the ARN of the key' }]),
    account: side.account === null ? null : textOf(side.account),
    meter: meterOf(mostSteps),
    denies: statements.filter(({ effect }) => effect === 'Deny'),
    unread: open.length > 0 && doubt(open.flatMap(({ symbols }) => symbols)),
  };
  const allows = statements.filter(({ effect }) => effect === 'Allow');
  const violated = (allow: CanonicalStatement): Guess =>
    both(gives(allow, asked), () => negate(isBounded(allow, asked)));
  const first = allows.find((allow) => violated(allow) === true);
  return {
    given: settle(
      either(
        some(allows, (allow) => gives(allow, asked)),
        () => asked.unread,
      ),
      side,
    ),
    bounded: settle(negate(either(some(allows, violated), () => asked.unread)), side),
    unbounded: first === undefined ? null : referenceTo(first.source),
  };
}

interface Asked {
  readonly bit: ActionBits;
  readonly conditionKey: string;
  readonly arn: Text;
  /** The key's own one, as its id or the symbol of that. */
  readonly account: Text | null;
  readonly meter: Meter;
  readonly denies: readonly CanonicalStatement[];
  /** What statements of which nothing is known may do. */
  readonly unread: Guess;
}

/** Whether a statement is about the action on this key, for somebody. */
function gives(statement: CanonicalStatement, asked: Asked): Guess {
  return both(isAbout(statement, asked), () =>
    some(atomsOf(statement.principals), (atom) => isSomebody(atom, asked)),
  );
}

function isAbout({ actions, resources }: CanonicalStatement, { bit, arn, meter }: Asked): Guess {
  const names =
    (actions.certain & bit) !== 0n || ((actions.possible & bit) !== 0n && doubt(actions.symbols));
  return both(names, () => {
    const holdsKey = some(resources.items, (item) => contains(item, arn, meter));
    return resources.negated ? negate(holdsKey) : holdsKey;
  });
}

/** Not an account, whose own policies decide, and not a service of AWS. */
function isSomebody(atom: Atom<CanonicalPrincipal>, { account }: Asked): Guess {
  if (isAllBut(atom)) return true;
  const { type, isAccount, everyone, sort, text } = atom;
  if (type === null) return doubt(symbolsOf(text));
  if (type === 'Service' || isAccount || text.key === account?.key) return false;
  if (type !== 'AWS' || everyone || text.certain !== null) return true;
  return sort === null ? doubt(symbolsOf(text)) : sort !== 'account';
}

function isBounded({ conditions, principals }: CanonicalStatement, asked: Asked): Guess {
  const own = some(conditions, (conjunct) => boundsAllow(conjunct, asked.conditionKey));
  return either(own, () =>
    every(
      atomsOf(principals).filter((atom) => isSomebody(atom, asked) !== false),
      (atom) => isDenied(atom, asked),
    ),
  );
}

/** Whether Denies meet somebody who names a number, and somebody who names none. */
function isDenied(atom: Atom<CanonicalPrincipal>, asked: Asked): Guess {
  const { denies, conditionKey, meter, unread } = asked;
  const meets = (deny: CanonicalStatement, what: Guess): Guess =>
    both(what, () =>
      both(isAbout(deny, asked), () => coversAtom(denyComparison, deny.principals, atom, meter)),
    );
  const found = both(
    some(denies, (deny) => meets(deny, deniesRange(deny.conditions, conditionKey))),
    () => some(denies, (deny) => meets(deny, deniesOmission(deny.conditions, conditionKey))),
  );
  return either(found, () => unread);
}

function settle(guess: Guess, { at, reason }: Side): Truth {
  if (typeof guess === 'boolean') return guess ? yes : no;
  const names = guess.size === 0 ? [nameBeyond('the key policy')] : [...guess];
  return undecided(
    ...names.map((name) => {
      const limit = beyondOf(name);
      return limit === null
        ? unknown(reason, name, at, name)
        : unknown('evaluation-limit', limit, at);
    }),
  );
}
