import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Location, SourceLocation } from '../../src/model/location.ts';
import type { Comment } from '../../src/read/configuration/index.ts';
import { applySuppressions, type SuppressOptions } from '../../src/lint/suppress/suppress.ts';
import { finding, live } from '../support/report/report-samples.ts';

const ids = ['rotation-disabled', 'rotation-stalled', 'key-destroyed'] as const;
const files = ['a.tf', 'b.tf'] as const;

const options: SuppressOptions = {
  today: '2026-06-15',
  rules,
  ruleIds: rules.map(({ id }) => id),
  isComplete: true,
  isJudged: () => true,
};

/** Blocks of ten lines, one after the other; the lines of a block are 10n to 10n + 9. */
function lines(path: string, line: number, endLine: number): SourceLocation {
  return { kind: 'source', path, line, column: 1, endLine, endColumn: 9 };
}

const place = fc.record({
  path: fc.constantFrom(...files),
  block: fc.integer({ min: 1, max: 3 }),
  line: fc.integer({ min: 0, max: 9 }),
});

const found = fc.record({
  place,
  ruleId: fc.constantFrom(...ids),
  kind: fc.constantFrom('fail', 'open', 'pass', 'notApplicable'),
  seen: fc.constantFrom('source', 'plan', 'live', 'plan without source'),
});

const written = fc.record({
  place,
  names: fc.uniqueArray(fc.constantFrom(...ids, 'no-such-rule'), { minLength: 1 }),
  until: fc.constantFrom('', ' until=2026-06-15', ' until=2026-06-14', ' until=never'),
  reason: fc.constantFrom(' -- why', ''),
  ownLine: fc.boolean(),
});

type Found = typeof found extends fc.Arbitrary<infer T> ? T : never;
type Written = typeof written extends fc.Arbitrary<infer T> ? T : never;

function toFinding({ place: { path, block, line }, ruleId, kind, seen }: Found): Finding {
  const source = lines(path, block * 10 + line, block * 10 + line);
  const plan = { kind: 'plan', path: 'plan.json', pointer: '/x' } as const;
  const places: Readonly<Record<typeof seen, Location>> = {
    source,
    plan: { ...plan, source },
    live,
    'plan without source': { ...plan, source: null },
  };
  return finding({ ruleId, kind, location: places[seen] });
}

function toComment({ place: at, names, until, reason, ownLine }: Written): Comment {
  const line = at.block * 10 + at.line;
  return {
    text: `# kmslint:ignore ${names.join(',')}${until}${reason}`,
    at: lines(at.path, line, line),
    block: lines(at.path, at.block * 10, at.block * 10 + 9),
    ownLine,
  };
}

function byFile(all: readonly Comment[]): ReadonlyMap<string, readonly Comment[]> {
  return new Map(files.map((path) => [path, all.filter(({ at }) => at.path === path)]));
}

function shouldHide(one: Written, { place: at, ruleId, kind, seen }: Found): boolean {
  return (
    one.place.path === at.path &&
    one.place.block === at.block &&
    one.names.includes(ruleId) &&
    one.reason !== '' &&
    ['', ' until=2026-06-15'].includes(one.until) &&
    ['source', 'plan'].includes(seen) &&
    ['fail', 'open'].includes(kind)
  );
}

test('a comment hides what its rules find in its block, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(found), fc.array(written, { maxLength: 8 }), (all, comments) => {
      const judged = all.map(toFinding);
      const { findings } = applySuppressions(judged, byFile(comments.map(toComment)), options);
      expect(findings.map((one) => ({ ...one, suppression: null }))).toEqual(judged);
      expect(findings.map(({ suppression }) => suppression !== null)).toEqual(
        all.map((one) => comments.some((comment) => shouldHide(comment, one))),
      );
    }),
  );
});

test('every comment either hides something or is reported', () => {
  fc.assert(
    fc.property(fc.array(found), fc.array(written, { maxLength: 8 }), (all, comments) => {
      const { notices } = applySuppressions(
        all.map(toFinding),
        byFile(comments.map(toComment)),
        options,
      );
      for (const comment of comments) {
        const { line } = toComment(comment).at;
        const isReported = notices.some(
          ({ at }) => at.path === comment.place.path && at.line === line,
        );
        const hides = all.some((one) => shouldHide(comment, one));
        const judgesPlansAlone = comment.names.every((name) => name === 'key-destroyed');
        expect(hides || isReported || judgesPlansAlone).toBe(true);
      }
    }),
  );
});

test('comments that ask for nothing change nothing', () => {
  fc.assert(
    fc.property(fc.array(found), fc.array(fc.tuple(place, fc.string())), (all, comments) => {
      const prose = comments.map(([at, text]): Comment => {
        const line = at.block * 10 + at.line;
        return { text: `# ${text}`, at: lines(at.path, line, line), block: null, ownLine: true };
      });
      const judged = all.map(toFinding);
      const { findings, notices } = applySuppressions(judged, byFile(prose), options);
      expect(notices).toEqual([]);
      expect(findings).toEqual(judged.map((one) => ({ ...one, suppression: null })));
    }),
  );
});
