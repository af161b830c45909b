import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { extraFacts, facts, type Fact } from '../../src/model/facts.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { JsonObject } from '../../src/read/input/json.ts';
import { judgeLive } from '../support/judge/judge-live.ts';
import { scans, type Scan } from '../support/laws/scans.ts';
import { keysOf, withheld } from '../support/laws/withheld.ts';

const runs = Math.max(150, Math.floor(Number(process.env['KMSLINT_RUNS'] ?? '1000') / 8));
/** A rule that judges by a limit of its user needs one. */
const limits = { 'key-material-overdue': { maxDays: 365 } };
const nameOf = (f: Finding): string => `${f.ruleId} ${f.subject} ${f.fingerprint}`;

/** A tag that contradicts an alias makes a doubt, which goes where the tag is not read: the alias alone is evidence. */
function isContradicted(calm: Finding | undefined): boolean {
  return calm?.kind === 'open' && calm.because.some((b) => b.reason === 'conflicting-declarations');
}

test(`refinement: an answer that is withheld makes no failure (${runs} scans)`, () => {
  fc.assert(
    fc.property(withheld, ({ scan, faulty }) => {
      const calm = new Map(
        judgeLive(scan.now, scan.before, limits).findings.map((f) => [nameOf(f), f]),
      );
      const made = judgeLive(faulty.now, faulty.before, limits)
        .findings.filter((f) => f.kind === 'fail' && calm.get(nameOf(f))?.kind !== 'fail')
        .filter((f) => !isContradicted(calm.get(nameOf(f))))
        .map((f) => `${nameOf(f)}: ${calm.get(nameOf(f))?.kind ?? 'nothing'}, then ${f.message}`);
      expect(made).toEqual([]);
    }),
    { numRuns: runs },
  );
});

test('the scans of the law get every kind of verdict by every rule on live state', () => {
  const seen = new Set<string>();
  for (const { scan, faulty } of fc.sample(withheld, { numRuns: 250, seed: 1 })) {
    for (const one of [scan, faulty]) {
      for (const { ruleId, kind } of judgeLive(one.now, one.before, limits).findings)
        seen.add(`${ruleId} ${kind}`);
    }
  }
  const live = rules.filter(({ sources }) => sources.includes('live')).map(({ id }) => id);
  const missing = live
    .flatMap((id) => ['fail', 'open', 'pass'].map((kind) => `${id} ${kind}`))
    .filter((name) => !seen.has(name));
  expect(missing).toEqual([]);
});

const memberOf: Readonly<Record<Fact, string>> = {
  rotation: 'GetKeyRotationStatus',
  rotations: 'ListKeyRotations',
  policy: 'GetKeyPolicy',
  tags: 'ListResourceTags',
  aliases: 'ListAliases',
  keyStores: 'DescribeCustomKeyStores',
  clusters: 'DescribeClusters',
  materials: 'ListKeyRotations',
  grants: 'ListGrants',
};

function without(snapshot: JsonObject, names: ReadonlySet<string>): JsonObject {
  const drop = (json: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(json).filter(([name]) => !names.has(name)));
  return { ...drop(snapshot), keys: keysOf(snapshot).map(drop) };
}

test.each(rules.filter(({ sources }) => sources.includes('live')))(
  '$id needs no fact that it does not name',
  ({ id, facts: named = [] }) => {
    const needed = new Set(named.map((fact) => memberOf[fact]));
    const all = [...facts, ...extraFacts].map((fact) => memberOf[fact]);
    const dropped = new Set(all.filter((call) => !needed.has(call)));
    // What is said beside the verdict may be more where more was read.
    const own = ({ now, before }: Scan) =>
      judgeLive(now, before, limits)
        .findings.filter(({ ruleId }) => ruleId === id)
        .map((f) => [f.subject, f.kind, f.severity]);
    fc.assert(
      fc.property(scans, (scan) => {
        const lean = {
          now: scan.now.map((s) => without(s, dropped)),
          before: scan.before.map((s) => without(s, dropped)),
        };
        expect(own(lean)).toEqual(own(scan));
      }),
      { numRuns: 25 },
    );
  },
);
