import { hash as digest } from 'node:crypto';
import { rankOf, type Finding, type VerdictKind } from '../model/finding.ts';
import {
  emptyInventory,
  type Inventory,
  type Scope,
  type Source,
  type Subject,
} from '../model/inventory.ts';
import { pathOf } from '../model/location.ts';
import { unknownReasons, type Value } from '../model/value.ts';
import { compareText } from '../text/compare.ts';
import { isReported, withoutRepeats } from './repeats.ts';
import { passedOver, type Context, type Options, type Rule, type Verdict } from '../rule/rule.ts';

export interface CheckOptions {
  readonly rules: readonly Rule[];
  /** The state before the plan, or an earlier snapshot. */
  readonly prior: Inventory;
  /** See `Context` in `src/rule/rule.ts`; empty unless told otherwise. */
  readonly lastKnown?: Inventory;
  readonly account?: Inventory;
  /** Options by rule id, complete and valid. */
  readonly optionsOf: (rule: Rule) => Options;
  /**
   * Sources of which passes and not-applicable verdicts are not wanted: there are many, and no comment waives them. Of
   * a plan beside its configuration, where a comment may, they are kept all the same; all are unless told otherwise.
   */
  readonly failuresOnly?: ReadonlySet<Source>;
  /** How often each fingerprint was given by earlier parts of the run; it is counted on. */
  readonly fingerprints?: Map<string, number>;
  /** Told of every verdict, wanted or not. */
  readonly onVerdict?: (rule: Rule, subject: Subject, kind: VerdictKind) => void;
}

/** Judges an inventory by every rule; all verdicts, in one total order. */
export function check(inventory: Inventory, options: CheckOptions): readonly Finding[] {
  const scopes = new Map(inventory.scopes.map((scope) => [scope.id, scope]));
  const {
    failuresOnly = new Set(),
    prior,
    lastKnown = emptyInventory,
    account = emptyInventory,
  } = options;
  const findings: Finding[] = [];
  const sources = sourcesOf([inventory, prior]);
  const isWanted = [...sources].some((source) => !failuresOnly.has(source));
  for (const rule of options.rules) {
    if (!rule.sources.some((source) => sources.has(source))) continue;
    const context: Context<Options> = {
      prior,
      lastKnown,
      account,
      options: options.optionsOf(rule),
    };
    for (const verdict of verdictsOf(rule, inventory, context, isWanted)) {
      const { subject, kind } = verdict;
      if (!rule.sources.includes(subject.source) || subject.covered === true) continue;
      options.onVerdict?.(rule, subject, kind);
      const scope = scopes.get(subject.scope);
      const root = scope?.rootModule ?? null;
      if (!isReported(kind) && root === null && failuresOnly.has(subject.source)) continue;
      findings.push(toFinding(rule, verdict, scope));
    }
  }
  return distinguish(withoutRepeats(findings).toSorted(compareFindings), options.fingerprints);
}

/** What a rule judges and, where passes are wanted, what is its evidence and what makes no instance. */
function* verdictsOf(
  rule: Rule,
  inventory: Inventory,
  context: Context<Options>,
  isWhole: boolean,
): Iterable<Verdict> {
  yield* rule.check(inventory, context);
  if (!isWhole) return;
  const { judges = ['key'] } = rule;
  yield* rule.evidence?.(inventory) ?? [];
  for (const block of inventory.withoutInstance ?? [])
    if (judges.includes(block.kind)) yield passedOver(block, block.why);
}

/** Where something was read from: a rule about other sources has nothing to say. */
function sourcesOf(inventories: readonly Inventory[]): ReadonlySet<Source> {
  const sources = new Set<Source>();
  for (const inventory of inventories) {
    const { keys, aliases, policies, grants, keyStores, clusters, hsms } = inventory;
    const { withoutInstance = [] } = inventory;
    const objects = [keys, aliases, policies, grants, keyStores, clusters, hsms];
    for (const group of [...objects, withoutInstance]) {
      for (const { source } of group) sources.add(source);
    }
  }
  return sources;
}

function toFinding(rule: Rule, verdict: Verdict, scope: Scope | undefined): Finding {
  const { subject, kind, because, at, discriminator } = verdict;
  const place = placeOf(subject, scope);
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
    message: kind === 'open' ? describeOpen(rule, verdict) : verdict.message,
    because,
    ...(verdict.remedy.length === 0 ? {} : { remedy: verdict.remedy }),
    ...(verdict.fix === undefined ? {} : { fix: verdict.fix }),
    ...(verdict.policies.length === 0 ? {} : { policies: verdict.policies }),
    location: at,
    ...(verdict.related === undefined ? {} : { related: verdict.related }),
    fingerprint: fingerprintAt(subject.subject),
    ...(subject.formerly === undefined
      ? {}
      : { formerFingerprints: subject.formerly.map(fingerprintAt) }),
  };
}

function printable(value: Value<string>): string | null {
  return value.known && value.sensitive !== true ? value.value : null;
}

function describeOpen(rule: Rule, { because, count = 1 }: Verdict): string {
  const told = because.map((fact) => `${fact.what}: ${unknownReasons[fact.reason]}`);
  const distinct = [...new Set(told)];
  const facts = distinct.slice(0, 3);
  const more = distinct.length > 3 ? [`and ${distinct.length - 3} more`] : [];
  const others = count === 1 ? [] : [`the same for ${count - 1} more`];
  return `cannot tell ${rule.asks} (${[...facts, ...more, ...others].join('; ')})`;
}

/** A plan's account is known only after apply: it would change the fingerprint from one plan to the next. */
function placeOf(subject: Subject, scope: Scope | undefined): string {
  const { rootModule = null, lineage } = scope ?? {};
  if (rootModule !== null) return `module ${rootModule}`;
  if (lineage !== undefined) return `state ${lineage}`;
  const region = subject.region.known ? subject.region.value : '';
  if (subject.source === 'hcl' || subject.source === 'plan') return `region ${region}`;
  return `account ${subject.account.known ? subject.account.value : ''} ${region}`;
}

/** 32 hexadecimal digits of the parts: what a fingerprint is made of decides what it survives. */
export function hash(parts: readonly string[]): string {
  return digest('sha256', JSON.stringify(parts), 'hex').slice(0, 32);
}

/**
 * Two violations never share a fingerprint: later ones of a run take their input and rank in. What is reported comes
 * first, so that it has the same one whether passes are wanted or not.
 */
export function distinguish<T extends Finding>(
  findings: readonly T[],
  seen: Map<string, number> = new Map(),
): readonly T[] {
  const distinct = new Map<T, T>();
  const first = findings.filter(({ kind }) => isReported(kind));
  for (const finding of [...first, ...findings.filter(({ kind }) => !isReported(kind))]) {
    const { fingerprint, scope } = finding;
    const count = seen.get(fingerprint) ?? 0;
    seen.set(fingerprint, count + 1);
    if (count === 0) continue;
    distinct.set(finding, { ...finding, fingerprint: hash([fingerprint, scope, String(count)]) });
  }
  return distinct.size === 0
    ? findings
    : findings.map((finding) => distinct.get(finding) ?? finding);
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
