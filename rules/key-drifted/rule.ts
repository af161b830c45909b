import { compareTarget, type Comparison } from '../../src/model/drift/facts.ts';
import {
  sidesOfAliases,
  sidesOfKeys,
  type InAccount,
  type InState,
  type Knowledge,
  type Sides,
} from '../../src/model/drift/sides.ts';
import type { RelatedPlace } from '../../src/model/finding.ts';
import type { Alias, Key } from '../../src/model/inventory.ts';
import {
  allOf,
  any,
  explain,
  no,
  truth,
  undecided,
  yes,
  type Truth,
} from '../../src/model/truth.ts';
import { bringBack, compareKey, isBeingDeleted, readings } from '../../src/rule/drift.ts';
import { once } from '../../src/rule/once.ts';
import { defineRule, judge, type Verdict } from '../../src/rule/rule.ts';

export default defineRule({
  id: 'key-drifted',
  title: 'A key was changed in the account, outside of the code',
  asks: 'whether the account still has what the code has',
  severity: 'medium',
  otherSeverities: ['info', 'high'],
  sources: ['plan', 'state'],
  judges: ['key', 'alias'],
  comparesAccounts: true,
  references: [
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html'),
    new URL('https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html'),
  ],

  check(inventory, context) {
    const knowledge = { ...context, present: inventory };
    return once([
      ...sidesOfKeys(knowledge).map((sides) => judgeKey(sides, knowledge)),
      ...sidesOfAliases(knowledge).map((sides) =>
        verdictOn(sides, (held) => [compareTarget(held, sides)], 'medium'),
      ),
    ]);
  },
});

function judgeKey(sides: Sides<Key>, knowledge: Knowledge): Verdict {
  const { account } = sides;
  const isLeaving = account?.is === 'there' && isBeingDeleted(account.held.object);
  return verdictOn(sides, (held) => compareKey(held, sides, knowledge), 'high', isLeaving);
}

function verdictOn<T extends Key | Alias>(
  sides: Sides<T>,
  compare: (held: InState<T>) => readonly Comparison[],
  goneSeverity: 'high' | 'medium',
  isLeaving: boolean = false,
): Verdict {
  const { subject, account } = sides;
  const compared = account?.is === 'there' ? compare(account.held) : [];
  const differing = compared.filter(({ agrees }) => agrees.is === false);
  const isRepaired =
    account?.is === 'gone'
      ? goneSeverity === 'medium' && sides.planned !== null && sides.refreshed === null
      : differing.length > 0 && differing.every((one) => one.isRepaired);
  const isGone = account?.is === 'gone' || isLeaving;
  const told =
    account?.is === 'gone' ? ['the account no longer has it'] : differing.map((one) => one.told);
  return judge(subject, {
    applies: appliesTo(sides),
    complies: complianceOf(account, compared),
    at: (differing[0] ?? compared.find(({ agrees }) => agrees.is === 'unknown'))?.at ?? subject.at,
    severity: isGone && goneSeverity === 'high' ? 'high' : isRepaired ? 'info' : 'medium',
    holds: `the account has what the code has${readings(sides)}`,
    message: `changed outside of the code: ${told.join('; ')}${readings(sides)}${isRepaired ? '; this plan puts it back' : ''}`,
    // A baseline that holds one change covers no other one of the same key.
    discriminator: account?.is === 'gone' ? 'gone' : differing.map(({ fact }) => fact).join(' '),
    remedy: () => bringBack(subject, isGone),
    ...(account?.is === 'there' && account.held.object.source === 'live'
      ? { related: [placeOf(account.held.object, differing[0])] }
      : {}),
  });
}

function appliesTo<T extends Key | Alias>({ account, subject, isReplaced }: Sides<T>): Truth {
  return explain(truth(account !== null), () => {
    if (isReplaced) return 'the plan puts another one in its place';
    return subject.kind === 'key' && !subject.arn.known
      ? 'the plan has yet to make it'
      : 'no snapshot of its account and Region tells of it, and the plan of no change outside of the code';
  });
}

function complianceOf<T>(account: InAccount<T> | null, compared: readonly Comparison[]): Truth {
  if (account === null) return yes;
  if (account.is === 'gone') return no;
  if (account.is === 'untold') return undecided(...account.because);
  const agrees = allOf(compared.map((one) => one.agrees));
  return account.doubt === null ? agrees : any(agrees, undecided(account.doubt));
}

function placeOf({ subject, at }: Key | Alias, differing: Comparison | undefined): RelatedPlace {
  return { message: 'what the account has', subject, location: differing?.heldAt ?? at };
}
