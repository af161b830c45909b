import type { Finding } from '../model/finding.ts';
import { restOfScan } from '../model/gap.ts';
import type { Gap, Key } from '../model/inventory.ts';
import type { Location } from '../model/location.ts';
import type { UnknownReason } from '../model/value.ts';
import type { Rule } from '../rule/rule.ts';
import { compareText } from '../text/compare.ts';

// What AWS refused is one gap for each account, Region, operation and cause. The verdicts that it leaves open say the
// same once more for each key and rule: they are told by the gap.

/** The gaps that count: a refused answer that no chosen rule needs is none. */
export function gapsFor(gaps: readonly Gap[], rules: readonly Rule[]): readonly Gap[] {
  const needed = new Set(rules.flatMap(({ facts = [] }) => facts));
  return gaps.filter(({ unanswered }) => {
    const fact = unanswered?.fact ?? null;
    return fact === null || needed.has(fact);
  });
}

/** Whether a gap says already why a verdict is open: all that would settle it is missing for causes that gaps tell. */
export function tellerOf(gaps: readonly Gap[]): (finding: Finding) => boolean {
  const told = new Set<string>();
  for (const { unanswered, reason, at } of gaps) {
    if (unanswered === undefined || at.kind !== 'live') continue;
    told.add(nameOf(reason, at));
    for (const arn of unanswered.keys) told.add(nameOf(reason, { ...at, arn }));
    if (unanswered.subject.endsWith(restOfScan)) told.add(stoppedAt(at));
  }
  if (told.size === 0) return () => false;
  return ({ kind, because }) =>
    kind === 'open' &&
    because.length > 0 &&
    because.every(
      ({ reason, at }) =>
        told.has(nameOf(reason, at)) || (reason === 'not-read' && told.has(stoppedAt(at))),
    );
}

/** Gaps with the verdicts that wait for what they hide. */
export function withOpens(gaps: readonly Gap[], findings: readonly Finding[]): readonly Gap[] {
  if (gaps.length === 0) return gaps;
  const byName = new Map<string, Gap[]>();
  for (const gap of gaps) {
    for (const name of namesOf(gap)) byName.set(name, [...(byName.get(name) ?? []), gap]);
  }
  const opened = new Map<Gap, Map<Finding, string>>();
  for (const finding of findings) {
    if (finding.kind !== 'open') continue;
    for (const { reason, at } of finding.because) {
      const names = [nameOf(reason, at), stopName(reason, at), moduleName(reason, finding.scope)];
      for (const gap of names.flatMap((name) => byName.get(name) ?? [])) {
        opened.set(gap, (opened.get(gap) ?? new Map()).set(finding, finding.ruleId));
      }
    }
  }
  const told = new Map<string, Set<Finding>>();
  return gaps.map((gap) => {
    const waiting = opened.get(gap);
    if (waiting === undefined) return gap;
    const rules = [...new Set(waiting.values())].toSorted(compareText);
    const before = told.get(causeName(gap)) ?? new Set();
    const verdicts = [...waiting.keys()];
    const again = verdicts.filter((finding) => before.has(finding)).length;
    told.set(causeName(gap), new Set([...before, ...verdicts]));
    return {
      ...gap,
      opens: { rules, verdicts: verdicts.length, ...(again === 0 ? {} : { again }) },
    };
  });
}

/** One verdict may wait for the same refusal twice: today, and in an earlier snapshot. */
function causeName({ reason, at, unanswered }: Gap): string {
  const call = at.kind === 'live' ? at.call : '';
  return `${reason} ${call} ${unanswered?.error ?? ''}`;
}

/** By what a verdict knows the gap that it waits for. */
function namesOf({ scope, reason, at, modules, unanswered }: Gap): readonly string[] {
  if (modules !== undefined) return [moduleName('unresolved-module', scope)];
  if (unanswered === undefined || at.kind !== 'live') return [];
  const arns = [at.arn, ...unanswered.keys];
  return [
    ...new Set(arns.map((arn) => nameOf(reason, { ...at, arn }))),
    ...(unanswered.subject.endsWith(restOfScan) ? [stoppedAt(at)] : []),
  ];
}

function stopName(reason: UnknownReason, at: Location): string {
  return reason === 'not-read' ? stoppedAt(at) : '';
}

function moduleName(reason: UnknownReason, scope: string): string {
  return reason === 'unresolved-module' ? `modules of ${scope}` : '';
}

function nameOf(reason: UnknownReason, at: Location): string {
  return at.kind === 'live' ? `${reason} ${at.call} ${at.arn}` : '';
}

/** A scan that ended early left out whatever it had not asked by then. */
function stoppedAt(at: Location): string {
  return `stopped ${at.path}`;
}

/** The keys of which is known what they are; the others were not judged. */
export function readKeys(keys: readonly Key[], gaps: readonly Gap[]): readonly Key[] {
  const unread = new Set(
    gaps.flatMap(({ at, unanswered }) =>
      at.kind === 'live' && describing.has(at.call) ? (unanswered?.keys ?? []) : [],
    ),
  );
  return unread.size === 0 ? keys : keys.filter(({ subject }) => !unread.has(subject));
}

/** The operation itself, and ListKeys, which stands for the whole of a scan that ended early. */
const describing = new Set(['DescribeKey', 'ListKeys']);
