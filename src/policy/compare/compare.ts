import type { Truth } from '../../model/truth.ts';
import { no, undecided, yes } from '../../model/truth.ts';
import { unknown } from '../../model/value.ts';
import type { Unknown } from '../../model/value.ts';
import { normalisePolicy } from '../form/normalise.ts';
import { ownKeys, predecessorArn } from '../form/context.ts';
import type { ComparisonContext } from '../form/context.ts';
import { remainders } from './cover.ts';
import type { Remainder } from './cover.ts';
import { partyOf } from './party.ts';
import type { Party } from './party.ts';
import { denialsOf, newDenies } from './denial.ts';
import type { Denial } from './denial.ts';
import type { PolicyDocument } from '../grammar/document.ts';
import { beyondOf, nameBeyond, overLimit } from '../text/guess.ts';
import { lossesOf, lossTo } from './loss.ts';
import type { Loss } from './loss.ts';
import { meterOf } from '../text/meter.ts';
import type { Meter } from '../text/meter.ts';
import { notesOn } from './note.ts';
import { mapKey, mapPolicy, mapRegion, sharedPolicy } from '../form/replica.ts';

/** What a successor's policy gives of what its predecessor's gave. */
export interface Coverage {
  readonly covered: Truth;
  /** What is certainly lost; `covered` is false exactly where there is some. */
  readonly lost: readonly Loss[];
  /** What may be lost. */
  readonly undecided: readonly Loss[];
  /** What the successor has beyond the predecessor: no failure, but a person wants to see it. */
  readonly gained: readonly Loss[];
  readonly notes: readonly string[];
}

const mostSteps = 5_000_000;

/**
 * Whether one key policy gives all requests that another gives, and denies all that it denies: every Allow as far as no
 * Deny beside it takes it away, under no Deny that only the new policy has.
 */
export function coverage(
  predecessor: PolicyDocument,
  successor: PolicyDocument,
  context: ComparisonContext,
): Coverage {
  const meter = meterOf(context.steps ?? mostSteps);
  const [old, next] = partiesOf(predecessor, successor, context);
  const missing = old.policy.statements.flatMap((s) => remainders(s, old, next, meter));
  const extra = newDenies(next, old, meter);
  const denials = old.policy.statements.flatMap((s) =>
    s.effect === 'Deny' ? [] : denialsOf(s, old, extra, next, meter),
  );
  const certain = missing.filter((m) => m.covered === false);
  const doubtful = missing.filter((m) => m.covered !== false);
  const names = namesOfDoubt([old, next], { doubtful, denials }, extra, meter);
  const lost = [...lossesOf(certain), ...denials.filter((d) => d.denied === true).map(lossTo)];
  const further = next.policy.statements.flatMap((s) =>
    s.effect === 'Deny' ? [] : remainders(s, next, old, meter),
  );
  return {
    covered: lost.length > 0 ? no : settle(names, predecessor, context),
    lost,
    undecided: [...lossesOf(doubtful), ...denials.filter((d) => d.denied !== true).map(lossTo)],
    gained: lossesOf([...further, ...extra].filter((m) => m.covered === false)),
    notes: notesOn(old.policy.statements, next.policy.statements, predecessor, certain),
  };
}

function partiesOf(
  predecessor: PolicyDocument,
  successor: PolicyDocument,
  context: ComparisonContext,
): readonly [Party, Party] {
  const keys = ownKeys(context);
  const policies = [normalisePolicy(predecessor), normalisePolicy(successor)] as const;
  const { replica } = context;
  if (replica === undefined)
    return [partyOf(policies[0], keys.old), partyOf(policies[1], keys.new)];
  const map = mapRegion(replica.primaryRegion, replica.replicaRegion);
  return [
    partyOf(mapPolicy(policies[0], map), mapKey(keys.old, map)),
    partyOf(sharedPolicy(policies[1]), keys.new),
  ];
}

function settle(
  names: ReadonlySet<string>,
  predecessor: PolicyDocument,
  context: ComparisonContext,
): Truth {
  if (names.size === 0) return yes;
  return undecided(...[...names].map((name) => asUnknown(name, predecessor, context)));
}

/** What stands between the comparison and `covered`, where nothing is certainly lost. */
function namesOfDoubt(
  [old, next]: readonly [Party, Party],
  parts: { readonly doubtful: readonly Remainder[]; readonly denials: readonly Denial[] },
  extra: readonly Remainder[],
  meter: Meter,
): ReadonlySet<string> {
  const names = new Set([
    ...parts.doubtful.flatMap(({ covered }) => (covered === false ? [] : [...covered])),
    ...parts.denials.flatMap(({ denied }) => (denied === true ? [] : [...denied])),
    ...openIn(old, extra.length > 0 ? null : next),
    ...openIn(next, old),
    ...(meter.exhausted() ? overLimit : []),
  ]);
  const isOpen = parts.doubtful.length + parts.denials.length > 0;
  return isOpen && names.size === 0 ? new Set([nameBeyond('the comparison')]) : names;
}

/** Symbols that stand for whole statements in one policy and not in the other. */
function openIn({ policy }: Party, other: Party | null): readonly string[] {
  const keys = new Set((other?.policy.open ?? []).map((s) => s.key));
  return policy.open.filter((s) => !keys.has(s.key)).flatMap((s) => s.symbols);
}

/** The unknown fact behind a name, placed where its policy stands. */
function asUnknown(name: string, predecessor: PolicyDocument, context: ComparisonContext): Unknown {
  const limit = beyondOf(name);
  if (limit !== null) return unknown('evaluation-limit', limit, context.successor.at);
  const isOld = predecessor.symbols.has(name) || name.endsWith(predecessorArn);
  const side = isOld ? context.predecessor : context.successor;
  return unknown(side.reason, name, side.at, name);
}
