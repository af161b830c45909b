import type { VerdictKind } from '../model/finding.ts';
import type { Key, Subject } from '../model/inventory.ts';
import type { Rule } from '../rule/rule.ts';
import { compareText } from '../text/compare.ts';

/**
 * How many keys meet a control of a public framework, by what the rules that answer it say of them. A key fails that fails
 * one of them, whether somebody waived the finding or not.
 */
export interface ControlCounts {
  /** As the rules name it, see `Rule.compliance`. */
  readonly control: string;
  /** The rules that judged and answer it. */
  readonly rules: readonly string[];
  readonly pass: number;
  readonly fail: number;
  readonly open: number;
  readonly notApplicable: number;
}

/** The share of keys that meet a control, among those that it applies to, in whole percents: 100 means all of them. */
export function percentageOf({ pass, fail, open }: ControlCounts): number | null {
  const all = pass + fail + open;
  return all === 0 ? null : Math.floor((100 * pass) / all);
}

/** Listens to verdicts, those included that no report has, and counts keys. */
export interface ControlTaker {
  readonly take: (rule: Rule, subject: Subject, kind: VerdictKind) => void;
  /**
   * @param keys those that were judged; of which no rule said anything, to them it does not apply
   * @param isIgnored whether the configuration leaves an object out
   */
  readonly counts: (
    keys: readonly Key[],
    isIgnored: (subject: Subject) => boolean,
  ) => readonly ControlCounts[];
}

type Answer = Exclude<VerdictKind, 'notApplicable'>;

const ranks: Readonly<Record<Answer, number>> = { pass: 0, open: 1, fail: 2 };

/** Controls that the same rules answer have the same keys. */
interface Group {
  readonly rules: readonly string[];
  readonly controls: readonly string[];
  /** By scope and identity: the worst verdict about a key. */
  readonly worst: Map<string, { readonly subject: Subject; kind: Answer }>;
}

export function openControls(rules: readonly Rule[]): ControlTaker {
  const groups = groupsOf(rules);
  const byRule = new Map(
    rules.map(({ id }) => [id, groups.filter((group) => group.rules.includes(id))]),
  );
  return {
    take: ({ id }, subject, kind) => {
      if (kind === 'notApplicable') return;
      for (const { worst } of byRule.get(id) ?? []) {
        const key = keyOf(subject);
        const before = worst.get(key);
        if (before === undefined) worst.set(key, { subject, kind });
        else if (ranks[kind] > ranks[before.kind]) before.kind = kind;
      }
    },
    counts: (keys, isIgnored) =>
      groups
        .flatMap((group) => countGroup(group, keys, isIgnored))
        .toSorted((a, b) => compareText(a.control, b.control)),
  };
}

function groupsOf(rules: readonly Rule[]): readonly Group[] {
  const answering = new Map<string, string[]>();
  for (const { id, compliance = [] } of rules) {
    for (const control of compliance)
      answering.set(control, [...(answering.get(control) ?? []), id]);
  }
  const groups = new Map<string, { rules: readonly string[]; controls: string[] }>();
  for (const [control, ids] of answering) {
    const group = groups.get(ids.join(' ')) ?? { rules: ids, controls: [] };
    group.controls.push(control);
    groups.set(ids.join(' '), group);
  }
  return [...groups.values()].map((group) => ({ ...group, worst: new Map() }));
}

function countGroup(
  { rules, controls, worst }: Group,
  keys: readonly Key[],
  isIgnored: (subject: Subject) => boolean,
): readonly ControlCounts[] {
  const counts = { pass: 0, fail: 0, open: 0, notApplicable: 0 };
  for (const { subject, kind } of worst.values()) if (!isIgnored(subject)) counts[kind] += 1;
  for (const key of keys) if (!worst.has(keyOf(key)) && !isIgnored(key)) counts.notApplicable += 1;
  return controls.map((control) => ({ control, rules, ...counts }));
}

/** A key that a plan moves is one. */
function keyOf({ scope, identity }: Subject): string {
  return `${scope}\n${identity}`;
}

/** The counts of several parts together. */
export function addControls(
  parts: readonly (readonly ControlCounts[])[],
): readonly ControlCounts[] {
  const sums = new Map<string, ControlCounts>();
  for (const one of parts.flat()) {
    const before = sums.get(one.control);
    sums.set(one.control, before === undefined ? one : add(before, one));
  }
  return [...sums.values()].toSorted((a, b) => compareText(a.control, b.control));
}

function add(a: ControlCounts, b: ControlCounts): ControlCounts {
  return {
    ...a,
    pass: a.pass + b.pass,
    fail: a.fail + b.fail,
    open: a.open + b.open,
    notApplicable: a.notApplicable + b.notApplicable,
  };
}
