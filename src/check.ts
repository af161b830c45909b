import { createHash } from 'node:crypto';
import { rankOf, type Finding, type VerdictKind } from './model/finding.ts';
import type { Inventory, Subject } from './model/inventory.ts';
import { pathOf } from './model/location.ts';
import { unknownReasons, type Unknown, type Value } from './model/value.ts';
import type { Context, Options, Rule, Verdict } from './rule.ts';

export interface CheckOptions {
  readonly rules: readonly Rule[];
  /** The state before the plan, or an earlier snapshot. */
  readonly prior: Inventory;
  /** Options by rule id, complete and valid. */
  readonly optionsOf: (rule: Rule) => Options;
}

/** Judges an inventory by every rule; all verdicts, in one total order. */
export function check(inventory: Inventory, options: CheckOptions): readonly Finding[] {
  const roots = new Map(inventory.scopes.map(({ id, rootModule }) => [id, rootModule]));
  const findings = options.rules.flatMap((rule) => {
    const context: Context<Options> = { prior: options.prior, options: options.optionsOf(rule) };
    return [...rule.check(inventory, context)]
      .filter((verdict) => rule.sources.includes(verdict.subject.source))
      .map((verdict) => toFinding(rule, verdict, roots.get(verdict.subject.scope) ?? null));
  });
  return distinguish(findings.toSorted(compareFindings));
}

function toFinding(rule: Rule, verdict: Verdict, rootModule: string | null): Finding {
  const { subject, kind, because, at, discriminator } = verdict;
  const place = placeOf(subject, rootModule);
  const fingerprintAt = (address: string): string => hash([rule.id, place, address, discriminator]);
  return {
    ruleId: rule.id,
    kind,
    severity: verdict.severity ?? rule.severity,
    subject: subject.subject,
    source: subject.source,
    scope: subject.scope,
    account: printable(subject.account),
    region: printable(subject.region),
    message: kind === 'open' ? describeOpen(rule, because) : verdict.message,
    because,
    ...(verdict.remedy.length === 0 ? {} : { remedy: verdict.remedy }),
    location: at,
    fingerprint: fingerprintAt(subject.subject),
    ...(subject.formerly === undefined
      ? {}
      : { formerFingerprints: subject.formerly.map(fingerprintAt) }),
  };
}

function printable(value: Value<string>): string | null {
  return value.known && value.sensitive !== true ? value.value : null;
}

function describeOpen(rule: Rule, because: readonly Unknown[]): string {
  const told = because.map((fact) => `${fact.what}: ${unknownReasons[fact.reason]}`);
  const distinct = [...new Set(told)];
  const facts = distinct.slice(0, 3);
  const more = distinct.length > 3 ? [`and ${distinct.length - 3} more`] : [];
  return `cannot tell ${rule.asks} (${[...facts, ...more].join('; ')})`;
}

/** A plan's account is known only after apply: it would change the fingerprint from one plan to the next. */
function placeOf(subject: Subject, rootModule: string | null): string {
  if (rootModule !== null) return `module ${rootModule}`;
  const region = subject.region.known ? subject.region.value : '';
  if (subject.source !== 'live') return `region ${region}`;
  return `account ${subject.account.known ? subject.account.value : ''} ${region}`;
}

/** 32 hexadecimal digits of the parts: what a fingerprint is made of decides what it survives. */
export function hash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** Two violations never share a fingerprint: later ones of a run take their input and rank in. */
export function distinguish(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const count = seen.get(finding.fingerprint) ?? 0;
    seen.set(finding.fingerprint, count + 1);
    if (count === 0) return finding;
    return { ...finding, fingerprint: hash([finding.fingerprint, finding.scope, String(count)]) };
  });
}

const kindRanks: Readonly<Record<VerdictKind, number>> = {
  fail: 0,
  open: 1,
  pass: 2,
  notApplicable: 3,
};

/** Input, then kind, worst first, then subject and rule: the same bytes on every run. */
export function compareFindings(a: Finding, b: Finding): number {
  const orders = [
    compareText(pathOf(a.location) ?? '', pathOf(b.location) ?? ''),
    kindRanks[a.kind] - kindRanks[b.kind],
    rankOf(b.severity) - rankOf(a.severity),
    compareText(a.subject, b.subject),
    compareText(a.ruleId, b.ruleId),
    compareText(a.fingerprint, b.fingerprint),
  ];
  return orders.find((order) => order !== 0) ?? 0;
}

/** By code units: independent of the locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
