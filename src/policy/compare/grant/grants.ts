import { keyActions } from '../../../generated/policy-authorization.js';
import type { Grant } from '../../../model/inventory.ts';
import { grantsOn, type GrantOnKey } from '../../../model/keys/grants.ts';
import { hasOperation } from '../../../model/keys/grant-operations.ts';
import { policyOf } from '../../../model/keys/policy.ts';
import type { Homes } from '../../../model/place/home.ts';
import {
  all,
  allOf,
  any,
  anyOf,
  no,
  not,
  undecided,
  yes,
  type Truth,
} from '../../../model/truth.ts';
import { unknown, type Unknown } from '../../../model/value.ts';
import { accountOfBoth } from '../account.ts';
import { coverage, type Coverage } from '../compare.ts';
import { documentOf, sideOf, type Compared, type KeyInState } from '../keys.ts';
import type { PolicyDocument, Statement } from '../../grammar/document.ts';
import { symbolsOf } from '../../text/text.ts';
import { mayGive } from './by-grantee.ts';
import { statementsOf } from './statements.ts';
import { givesAllOf, givesToo, principalIn, resting } from './terms.ts';

/** Whether a key gives what a grant on another one gives. */
export interface GrantCoverage {
  readonly covered: Truth;
  /** The operations that it certainly does not give. */
  readonly lost: readonly string[];
}

/**
 * Whether the grants of a key to the same grantee, together with its key policy, give every operation of a grant on
 * another key that the key has at all, under constraints that are met wherever that grant's are.
 * @param from the key that the grant is on
 */
export function coverGrant(
  grant: Grant,
  from: KeyInState,
  to: KeyInState,
  homes: Homes,
): GrantCoverage {
  const { grants, hasMore } = grantsOn(to.key, to.inventory);
  const { operations } = grant;
  if (!operations.known) {
    const given = grants.map(({ grant: other, isOn }) => all(isOn, givesAllOf(other, grant)));
    return { covered: any(anyOf(given), undecided(operations)), lost: [] };
  }
  const near = mayGive(grants, grant);
  const asked = operations.value.map((operation) => ({
    operation,
    isGiven: any(
      not(hasOperation(to.key, operation, shownIn(grant))),
      byGrants(near, grant, operation),
    ),
  }));
  const left = asked.filter(({ isGiven }) => isGiven.is !== true);
  const names = left.map(({ operation }) => operation).filter(isAction);
  const byPolicy = names.length === 0 ? () => yes : policyGives(grant, names, { from, to, homes });
  const answers = asked.map(({ operation, isGiven }) => ({
    operation,
    truth:
      isGiven.is === true
        ? isGiven
        : any(isGiven, isAction(operation) ? byPolicy(operation) : no, hasMore, leaving(to)),
  }));
  return {
    covered: resting(allOf(answers.map(({ truth }) => truth)), operations),
    lost: [
      ...new Set(
        answers
          .filter(({ truth }) => truth.is === false)
          .map(({ operation }) => shownIn(grant)(operation)),
      ),
    ],
  };
}

/** Whether a key policy can give an operation, as far as is known: what AWS adds later is no action yet. */
function isAction(operation: string): boolean {
  return givable.has(operation);
}

const givable: ReadonlySet<string> = new Set(keyActions);

/** The name of an operation for a message: one that is marked sensitive keeps its secret. */
function shownIn({ operations }: Grant): (operation: string) => string {
  const isHidden = operations.known && operations.sensitive === true;
  return (operation) => (isHidden ? '(sensitive)' : operation);
}

/** A caller that was not read may grant something on a key whose id leaves its module. */
function leaving({ key: { exit } }: KeyInState): Truth {
  return exit === undefined ? no : undecided(exit);
}

function byGrants(grants: readonly GrantOnKey[], grant: Grant, operation: string): Truth {
  return anyOf(
    grants.map(({ grant: other, isOn }) => all(isOn, givesToo(other, grant, operation))),
  );
}

interface Ends {
  readonly from: KeyInState;
  readonly to: KeyInState;
  readonly homes: Homes;
}

/** Whether the key policy gives each of these operations, under no Deny that the other key's policy lacks. */
function policyGives(
  grant: Grant,
  operations: readonly string[],
  { from, to, homes }: Ends,
): (operation: string) => Truth {
  const principal = principalIn(grant.grantee);
  if (principal === null) return () => undecided(...unknownsIn(grant));
  const account = accountOfBoth(from.key, to.key, homes);
  const compared = (end: KeyInState): Compared => ({
    ...end,
    policy: policyOf(end.key, end.inventory),
    account,
  });
  const [old, next] = [compared(from), compared(to)];
  const [before, after] = [documentOf(old), documentOf(next)];
  if (!after.known) return () => undecided(after);
  // The predecessor's Denies matter where the successor has some: those are no loss that it has, too.
  const isDenied = deniesIn(after.value).length > 0;
  const kept = isDenied && before.known ? deniesIn(before.value) : [];
  const given = statementsOf(grant, principal, operations);
  const asked = documentWith({ version: null, statements: [], symbols: new Set() }, [
    ...given,
    ...kept,
  ]);
  const side = { ...sideOf(old), at: grant.grantee.at, reason: reasonOf(grant) };
  const found = coverage(asked, documentWith(after.value, kept), {
    predecessor: side,
    successor: sideOf(next),
  });
  const doubts: readonly Unknown[] = [
    ...(grant.constraints.known ? [] : [grant.constraints]),
    ...(before.known || !isDenied ? [] : [before]),
  ];
  const whatIn = (operation: string): Unknown => {
    const what = `whether the key policy gives ${shownIn(grant)(operation)}`;
    return unknown('evaluation-limit', what, next.policy.at);
  };
  return (operation) =>
    resting(answerFor(operation, found, doubts, whatIn(operation)), grant.grantee, next.policy);
}

/** What keeps an operation from being lost for certain leaves it open. */
function answerFor(
  operation: string,
  found: Coverage,
  doubts: readonly Unknown[],
  beyond: Unknown,
): Truth {
  const isIn = (losses: Coverage['lost']): boolean =>
    losses.some(
      ({ effect, actions }) => effect === 'Allow' && actions.includes(`kms:${operation}`),
    );
  const { covered, lost, undecided: open } = found;
  if (isIn(lost)) return doubts.length === 0 ? no : undecided(...doubts);
  if (covered.is === 'unknown') return covered;
  return isIn(open) ? undecided(beyond) : yes;
}

function reasonOf({ grantee }: Grant): Unknown['reason'] {
  return grantee.known ? 'unresolved-reference' : grantee.reason;
}

function unknownsIn({ grantee }: Grant): readonly Unknown[] {
  return grantee.known ? [] : [grantee];
}

function deniesIn({ statements }: PolicyDocument): readonly Statement[] {
  return statements.filter((s) => s.kind === 'statement').filter((s) => s.effect === 'Deny');
}

/** A document with more statements, which are numbered behind its own. */
function documentWith(document: PolicyDocument, more: readonly Statement[]): PolicyDocument {
  const { statements, symbols } = document;
  const added = more.map((statement, i) => ({ ...statement, index: statements.length + i }));
  const named = more.flatMap((s) => [
    ...s.principal.items.flatMap(({ text }) => symbolsOf(text)),
    ...s.condition.flatMap(({ values }) => (values ?? []).flatMap(symbolsOf)),
  ]);
  return {
    ...document,
    statements: [...statements, ...added],
    symbols: new Set([...symbols, ...named]),
  };
}
