import type { Verdict } from './rule.ts';

/**
 * Tells one cause once: of open verdicts that the same facts leave open in one scope, the first stays and counts the others.
 * For what an input does not have at all, as a date that older answers lack: it would be told of every key.
 */
export function* once(verdicts: Iterable<Verdict>): Generator<Verdict> {
  const causes = new Map<string, Verdict>();
  for (const verdict of verdicts) {
    if (verdict.kind !== 'open') {
      yield verdict;
      continue;
    }
    const cause = causeOf(verdict);
    const first = causes.get(cause);
    causes.set(cause, { ...(first ?? verdict), count: (first?.count ?? 0) + 1 });
  }
  yield* causes.values();
}

function causeOf({ subject, because }: Verdict): string {
  const facts = because.map(({ reason, what }) => `${reason} ${what}`);
  return JSON.stringify([subject.scope, ...new Set(facts)]);
}
