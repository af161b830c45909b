import { rules } from '../../../rules/index.ts';
import { check } from '../../../src/lint/check.ts';
import type { Finding, VerdictKind } from '../../../src/model/finding.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import { unite } from '../../../src/model/unite.ts';
import { completeOptions } from '../../../src/rule/options.ts';
import type { JsonObject } from '../../../src/read/input/json.ts';
import {
  before,
  earlierOf,
  groupByScope,
  newestOf,
  refuseLate,
} from '../../../src/read/previous.ts';
import type { States } from '../../../src/read/read.ts';
import { readDocument } from '../../../src/read/snapshots.ts';
import type { Options } from '../../../src/rule/rule.ts';

export interface JudgedLive extends States {
  readonly findings: readonly Finding[];
  /** The kind of the one verdict of a rule on a subject; absent where there is none. */
  readonly kind: (ruleId: string, subject: string) => VerdictKind | undefined;
  readonly finding: (ruleId: string, subject: string) => Finding | undefined;
}

/** Snapshots and earlier ones as the states that are judged. */
export function liveStates(
  snapshots: readonly JsonObject[],
  previous: readonly JsonObject[] = [],
): States {
  const read = (all: readonly JsonObject[], name: string) =>
    all.map((snapshot, i) => readDocument(snapshot, `${name}-${i}.json`));
  const groups = [...groupByScope(read(snapshots, 'snapshot')).values()];
  const newest = groups.map(([first, ...older]) => newestOf(first, older));
  const earlier = read(previous, 'previous');
  refuseLate(
    newest,
    earlier.map((one) => ({ ...one, isNamed: true })),
  );
  const found = groupByScope(earlier);
  const pairs = newest.flatMap((now) => {
    const one = earlierOf(now, found);
    return one === null ? [] : [{ now, earlier: one }];
  });
  const { prior } = before(pairs);
  return { present: unite(newest.map(({ inventory }) => inventory)), prior };
}

/** Judges snapshots by every rule, without files and processes. */
export function judgeLive(
  snapshots: readonly JsonObject[],
  previous: readonly JsonObject[] = [],
  options: Readonly<Record<string, Options>> = {},
): JudgedLive {
  return judgeStates(liveStates(snapshots, previous), options);
}

export function judgeStates(
  { present, prior }: { readonly present: Inventory; readonly prior: Inventory },
  options: Readonly<Record<string, Options>> = {},
): JudgedLive {
  const findings = check(present, {
    rules,
    prior,
    optionsOf: (rule) => completeOptions(rule, options[rule.id] ?? {}),
  });
  const finding = (ruleId: string, subject: string): Finding | undefined => {
    const found = findings.filter((f) => f.ruleId === ruleId && f.subject === subject);
    if (found.length > 1) throw new Error(`${found.length} verdicts of ${ruleId} on ${subject}`);
    return found[0];
  };
  return { present, prior, findings, finding, kind: (id, subject) => finding(id, subject)?.kind };
}
