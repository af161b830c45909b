import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { openCover } from '../../src/lint/baseline/compare.ts';
import { printBaseline } from '../../src/lint/baseline/file.ts';
import { update, type Judged } from '../../src/lint/baseline/update.ts';
import { hash } from '../../src/lint/check.ts';
import type { BaselineEntry } from '../../src/model/baseline.ts';
import type { SuppressedFinding } from '../../src/lint/suppress/suppress.ts';
import { finding } from '../support/report/report-samples.ts';

const places = ['infra', 'apps/web'] as const;
const ids = ['rotation-disabled', 'predecessor-unusable'] as const;

interface Fact {
  readonly place: (typeof places)[number];
  readonly name: string;
  readonly ruleId: (typeof ids)[number];
  readonly kind: 'fail' | 'open' | 'pass';
  readonly isSuppressed: boolean;
}

const fact: fc.Arbitrary<Fact> = fc.record({
  place: fc.constantFrom(...places),
  name: fc.constantFrom('a', 'b', 'c', 'd'),
  ruleId: fc.constantFrom(...ids),
  kind: fc.constantFrom('fail', 'open', 'pass'),
  isSuppressed: fc.boolean(),
});

const nameOf = ({ place, name, ruleId }: Fact): string => `${place} ${name} ${ruleId}`;

/** What one run says: one verdict of a rule on a subject. */
const facts = fc.uniqueArray(fact, { selector: nameOf, maxLength: 12 });

function toFinding(one: Fact): SuppressedFinding {
  const { place, name, ruleId, kind, isSuppressed } = one;
  const isWrong = kind !== 'pass';
  return finding({
    ruleId,
    kind,
    severity: ruleId === 'rotation-disabled' ? 'high' : 'critical',
    subject: `aws_kms_key.${name}`,
    source: 'hcl',
    scope: `../${place}`,
    fingerprint: hash([nameOf(one)]),
    suppression: isWrong && isSuppressed ? { kind: 'config', reason: 'why' } : null,
  });
}

function judged(all: readonly Fact[], more: Partial<Judged> = {}): Judged {
  return {
    findings: all.map(toFinding),
    ignored: [],
    rules,
    scopes: places.map((place) => ({ id: `../${place}`, rootModule: place, source: 'hcl' })),
    gaps: [],
    directories: [],
    isPassedOver: () => false,
    pathOf: (path) => path,
    ...more,
  };
}

function updated(entries: readonly BaselineEntry[], run: Judged): readonly BaselineEntry[] {
  return update(entries, openCover(entries, rules)(run.findings), run).entries;
}

/** The findings that would still count. */
function left(entries: readonly BaselineEntry[], run: Judged): readonly string[] {
  const covering = openCover(entries, rules)(run.findings);
  return run.findings
    .filter((one) => one.kind !== 'pass' && one.suppression === null && !covering.has(one))
    .map(({ fingerprint }) => fingerprint);
}

test('after an update nothing counts, and a second update changes nothing', () => {
  fc.assert(
    fc.property(facts, facts, (before, now) => {
      const entries = updated(updated([], judged(before)), judged(now));
      expect(left(entries, judged(now))).toEqual([]);
      expect(printBaseline(updated(entries, judged(now)))).toBe(printBaseline(entries));
    }),
  );
});

test('what was all judged is held exactly: removing a finding prunes its entry, and no other', () => {
  fc.assert(
    fc.property(facts, facts, (before, now) => {
      const entries = updated(updated([], judged(before)), judged(now));
      expect(printBaseline(entries)).toBe(printBaseline(updated([], judged(now))));
    }),
  );
});

test('the order of findings and entries changes nothing', () => {
  const shuffled = fc.tuple(facts, facts).chain(([before, now]) => {
    const same = (all: readonly Fact[]) => fc.shuffledSubarray([...all], { minLength: all.length });
    return fc.tuple(fc.constant([before, now] as const), same(before), same(now));
  });
  fc.assert(
    fc.property(shuffled, ([[before, now], otherBefore, otherNow]) => {
      const entries = updated([], judged(before));
      const other = updated([], judged(otherBefore)).toReversed();
      expect(printBaseline(updated(other, judged(otherNow)))).toBe(
        printBaseline(updated(entries, judged(now))),
      );
    }),
  );
});

test('what was not judged stays: other rules, other places, places with gaps', () => {
  fc.assert(
    fc.property(facts, facts, fc.constantFrom('rule', 'place', 'gap'), (before, now, what) => {
      const rule = rules.find(({ id }) => id === 'rotation-disabled');
      const isSeen = (one: Fact) =>
        what === 'rule' ? one.ruleId === 'rotation-disabled' : one.place === 'infra';
      const { scopes } = judged([]);
      const gap = {
        scope: '../apps/web',
        reason: 'unreadable-input',
        what: 'x',
        hides: [],
      } as const;
      const at = { kind: 'plan', path: 'x', pointer: '', source: null } as const;
      const more: Readonly<Record<typeof what, Partial<Judged>>> = {
        rule: { rules: rule === undefined ? [] : [rule] },
        place: { scopes: scopes.slice(0, 1) },
        gap: { gaps: [{ ...gap, at }] },
      };
      const entries = updated([], judged(before));
      const after = updated(entries, judged(now.filter(isSeen), more[what]));
      const hidden = before.filter((one) => !isSeen(one));
      const stays = entries.filter(({ fingerprint }) =>
        hidden.some((one) => hash([nameOf(one)]) === fingerprint),
      );
      expect(after).toEqual(expect.arrayContaining([...stays]));
      const seen = updated([], judged(now.filter(isSeen)));
      expect(after).toHaveLength(stays.length + seen.length);
    }),
  );
});

test('no entry covers two findings, and none what is worse than it', () => {
  const same = (kind: Fact['kind'], severity: 'medium' | 'critical') => ({
    ...toFinding({
      place: 'infra',
      name: 'a',
      ruleId: 'predecessor-unusable',
      kind,
      isSuppressed: false,
    }),
    severity,
  });
  const [open] = updated([], { ...judged([]), findings: [same('open', 'critical')] });
  const [mild] = updated([], { ...judged([]), findings: [same('fail', 'medium')] });
  if (open === undefined || mild === undefined) throw new Error('there is no entry');
  const covered = (entries: readonly BaselineEntry[], ...found: readonly SuppressedFinding[]) =>
    openCover(entries, rules)(found).size;
  expect(covered([mild], same('fail', 'medium'), same('fail', 'medium'))).toBe(1);
  expect(covered([mild, mild], same('fail', 'medium'), same('fail', 'medium'))).toBe(2);
  expect(covered([open], same('open', 'critical'))).toBe(1);
  expect(covered([mild], same('open', 'critical'))).toBe(1);
  expect(covered([open], same('fail', 'medium'))).toBe(0);
  expect(covered([mild], same('fail', 'critical'))).toBe(0);
  expect(covered([{ ...mild, rule: 'key-destroyed' }], same('fail', 'medium'))).toBe(0);
});

test('who was moved takes the entry along, and who took over the address has none', () => {
  const base = {
    place: 'infra',
    ruleId: 'rotation-disabled',
    kind: 'fail',
    isSuppressed: false,
  } as const;
  const old = toFinding({ ...base, name: 'a' });
  const moved = { ...toFinding({ ...base, name: 'b' }), formerFingerprints: [old.fingerprint] };
  const entries = updated([], { ...judged([]), findings: [old] });
  const both = { ...judged([]), findings: [old, moved] };
  expect(left(entries, both)).toEqual([old.fingerprint]);
  const after = updated(entries, { ...judged([]), findings: [moved] });
  expect(after).toMatchObject([{ subject: 'aws_kms_key.b', fingerprint: moved.fingerprint }]);
  expect(left(updated(after, both), both)).toEqual([]);
  const settled = { ...moved, kind: 'pass' as const };
  expect(updated(entries, { ...judged([]), scopes: [], findings: [settled] })).toEqual([]);
});

test('a reason that somebody wrote stays with its entry', () => {
  const run = judged([
    { place: 'infra', name: 'a', ruleId: 'rotation-disabled', kind: 'fail', isSuppressed: false },
  ]);
  const entries = updated([], run).map((entry) => ({ ...entry, reason: 'until the migration' }));
  expect(updated(entries, run)).toEqual(entries);
});
