import type { PolicyRow } from '../../model/finding.ts';
import { overlapsAtom } from '../form/dimension.ts';
import { normalisePolicy } from '../form/normalise.ts';
import type { CanonicalStatement } from '../form/normalise.ts';
import { principalComparison } from '../form/principal.ts';
import type { PolicyDocument } from '../grammar/document.ts';
import { meterOf } from '../text/meter.ts';
import type { Coverage } from './compare.ts';
import { describeStatement } from './loss.ts';
import { principalsOf } from './party.ts';

/** Two policies side by side, in the order of the old one; statements that only the new one has come last. */
export function compareRows(
  predecessor: PolicyDocument,
  successor: PolicyDocument,
  { lost, undecided }: Pick<Coverage, 'lost' | 'undecided'>,
): readonly PolicyRow[] {
  const [old, next] = [predecessor, successor].map((policy) => normalisePolicy(policy).statements);
  const taken = new Set<CanonicalStatement>();
  const rows = predecessor.statements.flatMap((source): readonly PolicyRow[] => {
    if (source.kind === 'open') return [];
    const statement = old?.find((s) => s.source === source);
    const alike = statement === undefined ? [] : (next ?? []).filter((s) => isAlike(statement, s));
    for (const other of alike) taken.add(other);
    const isIn = (losses: Coverage['lost']) =>
      losses.some((loss) => loss.statement === source.index);
    const state = isIn(lost) ? 'lost' : isIn(undecided) ? 'undecided' : 'kept';
    return [
      {
        old: describeStatement(source),
        new: alike.map((s) => describeStatement(s.source)),
        state: statement === undefined ? 'without effect' : state,
      },
    ];
  });
  const more = (next ?? []).filter((s) => !taken.has(s));
  return [
    ...rows,
    ...more.map((s): PolicyRow => ({
      old: null,
      new: [describeStatement(s.source)],
      state: 'gained',
    })),
  ];
}

/** Whether two statements say something about the same requests, with one effect. */
function isAlike(a: CanonicalStatement, b: CanonicalStatement): boolean {
  const meter = meterOf(100_000);
  if (a.effect !== b.effect || (a.actions.possible & b.actions.possible) === 0n) return false;
  return principalsOf(b).some(
    (atom) => overlapsAtom(principalComparison, a.principals, atom, meter) === true,
  );
}
