import type { Finding, Severity } from '../model/finding.ts';
import { emptyInventory, type Inventory } from '../model/inventory.ts';
import { unite } from '../model/unite.ts';
import { awsNameOf, type Named } from '../model/place/aws-name.ts';
import type { States } from '../read/states.ts';

/**
 * Code beside the accounts that it is about. An account is judged by itself; of it stays what the code names: the facts of
 * these objects, and which of its failures the code has too, for one fault is one finding with two places.
 */
export interface Beside {
  /** What judging an account takes of the code. */
  readonly told: Told;
  /** Takes in what an account showed. */
  readonly add: (met: Met) => void;
  /** The findings of the code, with the places that accounts have shown. */
  readonly place: (findings: readonly Finding[]) => readonly Finding[];
  /** What was kept. */
  readonly account: () => Inventory;
}

/** What code tells, by the names that AWS has for it: plain data, that every thread can be given. */
export interface Told {
  /** What a plan or state holds. */
  readonly names: ReadonlySet<string>;
  /** What is judged by one, and counted there. */
  readonly judged: ReadonlySet<string>;
  /** Severities of failures, by rule and name. */
  readonly failures: ReadonlyMap<string, readonly Severity[]>;
}

/** What an account and the code have in common: plain data. */
export interface Met {
  /** What the code names. */
  readonly kept: Inventory;
  /** Failures that the code has too, by rule and name. */
  readonly twins: ReadonlyMap<string, Finding>;
}

/** @param findings those of the code */
export function openBeside(
  { present, prior, lastKnown = emptyInventory }: States,
  findings: readonly Finding[],
): Beside {
  const told = [present, prior, lastKnown].flatMap(namedIn);
  const ours = failuresByName(findings, told);
  const others = new Map<Finding, readonly Finding[]>();
  const kept: Inventory[] = [];
  return {
    told: {
      names: namesOf(told),
      judged: namesOf(namedIn(present)),
      failures: new Map(
        [...ours].map(([name, own]) => [name, own.map(({ severity }) => severity)]),
      ),
    },
    add: (met) => {
      kept.push(met.kept);
      for (const [name, twin] of met.twins) {
        const same = (ours.get(name) ?? []).filter(({ severity }) => severity === twin.severity);
        for (const own of same) others.set(own, [...(others.get(own) ?? []), twin]);
      }
    },
    place: (own) => own.map((finding) => placed(finding, others.get(finding) ?? [])),
    account: () => unite(kept),
  };
}

/** Takes out of the findings of an account what the code's findings tell, and keeps what the code names. */
export function meet(
  findings: readonly Finding[],
  account: Inventory,
  { names, failures }: Told,
): { readonly findings: readonly Finding[]; readonly met: Met } {
  const kept = onlyNamed(account, names);
  const twins = new Map<string, Finding>();
  if (failures.size > 0) {
    for (const [name, [twin]] of failuresByName(findings, namedIn(account))) {
      if (twin !== undefined && failures.get(name)?.includes(twin.severity) === true) {
        twins.set(name, twin);
      }
    }
  }
  const gone = new Set(twins.values());
  return {
    findings: gone.size === 0 ? findings : findings.filter((finding) => !gone.has(finding)),
    met: { kept, twins },
  };
}

/** Whether an object is among those of some names. */
export function isAmong(names: ReadonlySet<string>, object: Named): boolean {
  if (names.size === 0) return false;
  const name = awsNameOf(object);
  return name !== null && names.has(name);
}

/** Also known by the fingerprint that it has where the account alone is judged: a baseline may hold that one. */
function placed(finding: Finding, twins: readonly Finding[]): Finding {
  if (twins.length === 0) return finding;
  const related = twins.map(({ message, subject, location }) => ({ message, subject, location }));
  return {
    ...finding,
    related: [...(finding.related ?? []), ...related],
    formerFingerprints: [
      ...(finding.formerFingerprints ?? []),
      ...twins.map(({ fingerprint }) => fingerprint),
    ],
  };
}

/** Failures by rule and object, one for each plan: where a rule says two things of an object, nobody knows which is which. */
function failuresByName(
  findings: readonly Finding[],
  objects: readonly Named[],
): ReadonlyMap<string, readonly Finding[]> {
  const names = new Map(objects.map((object) => [placeOf(object), awsNameOf(object)]));
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    const name = finding.kind === 'fail' ? (names.get(placeOf(finding)) ?? null) : null;
    if (name === null) continue;
    const key = `${finding.ruleId} ${name}`;
    const group = found.get(key);
    if (group === undefined) found.set(key, [finding]);
    else group.push(finding);
  }
  return new Map([...found].filter(([, group]) => isOneEach(group)));
}

function isOneEach(group: readonly Finding[]): boolean {
  return new Set(group.map(({ scope }) => scope)).size === group.length;
}

function placeOf({ scope, subject }: { readonly scope: string; readonly subject: string }): string {
  return `${scope}\n${subject}`;
}

function namedIn({ keys, aliases, keyStores, clusters }: Inventory): readonly Named[] {
  const objects: readonly Named[] = [...keys, ...aliases, ...keyStores, ...clusters];
  return objects.filter(({ source, covered }) => source !== 'hcl' && covered !== true);
}

function namesOf(objects: readonly Named[]): ReadonlySet<string> {
  return new Set(objects.flatMap((object) => awsNameOf(object) ?? []));
}

function onlyNamed(
  { scopes, gaps, keys, aliases }: Inventory,
  names: ReadonlySet<string>,
): Inventory {
  return {
    ...emptyInventory,
    scopes,
    gaps,
    keys: keys.filter((key) => isAmong(names, key)),
    aliases: aliases.filter((alias) => isAmong(names, alias)),
  };
}
