import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { JsonObject } from '../../src/read/input/json.ts';
import { fixedSince, stateIn, toSeen, type Seen } from '../../src/lint/trend/compare.ts';
import { judgeLive } from '../support/judge/judge-live.ts';
import { runsOf } from '../support/laws/runs.ts';
import { scans } from '../support/laws/scans.ts';
import { withheld } from '../support/laws/withheld.ts';

interface Looked extends Seen {
  readonly findings: readonly Finding[];
}

/** An account as it is at one time. */
function look(snapshots: readonly JsonObject[]): Looked {
  const { findings, present } = judgeLive(snapshots, []);
  return { findings, ...toSeen(findings, present, rules) };
}

const isReported = ({ kind }: Finding): boolean => kind === 'fail' || kind === 'open';
const names = (all: readonly { fingerprint: string }[]): readonly string[] =>
  all.map(({ fingerprint }) => fingerprint).toSorted();

/** What is new in the second look, failures alone. */
function newIn(before: Looked, now: Looked): readonly Finding[] {
  const stateOf = stateIn(before);
  return now.findings.filter((one) => one.kind === 'fail' && stateOf(one) === 'new');
}

test('an account beside itself has nothing new, and nothing fixed', () => {
  fc.assert(
    fc.property(withheld, ({ faulty }) => {
      const seen = look(faulty.now);
      const states = new Set(seen.findings.filter(isReported).map(stateIn(seen)));
      states.delete('unchanged');
      expect([...states, ...fixedSince(seen, seen)]).toEqual([]);
    }),
    runsOf(100),
  );
});

test('what is fixed from one to the other is what is new the other way round', () => {
  let count = 0;
  fc.assert(
    fc.property(scans, withheld, (one, other) => {
      const [a, b] = [look(one.now), look(other.faulty.now)];
      expect(names(fixedSince(a, b))).toEqual(names(newIn(b, a)));
      expect(names(fixedSince(b, a))).toEqual(names(newIn(a, b)));
      count += fixedSince(a, b).length + fixedSince(b, a).length;
    }),
    runsOf(100),
  );
  expect(count).toBeGreaterThan(50);
});

test('an answer that is withheld makes nothing fixed, and one that comes makes nothing new', () => {
  fc.assert(
    fc.property(withheld, ({ scan, faulty }) => {
      const [whole, half] = [look(scan.now), look(faulty.now)];
      expect(fixedSince(whole, half)).toEqual([]);
      expect(newIn(half, whole)).toEqual([]);
    }),
    runsOf(300),
  );
});

test('a Region that was not read says nothing', () => {
  fc.assert(
    fc.property(scans, ({ now }) => {
      const [first = {}] = now;
      const [both, one, none] = [look(now), look([first]), look([])];
      const elsewhere = ({ region }: { region: string | null }) => region === 'us-east-1';
      expect(fixedSince(both, none)).toEqual([]);
      expect(newIn(none, both)).toEqual([]);
      expect(fixedSince(both, one).filter(elsewhere)).toEqual([]);
    }),
    runsOf(100),
  );
});
