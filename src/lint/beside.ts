import type { Finding } from '../model/finding.ts';
import { emptyInventory, type Inventory } from '../model/inventory.ts';
import { unite } from '../model/unite.ts';
import { awsNameOf, type Named } from '../model/place/aws-name.ts';
import type { States } from '../read/states.ts';

/**
 * Code beside the accounts that it is about. An account is judged by itself; of it stays what the code names: the facts of
 * these objects, and which of its failures the code has too, for one fault is one finding with two places.
 */
export interface Beside {
  /** Takes out of the findings of an account what the code's findings tell, and keeps what the code names. */
  readonly meet: (findings: readonly Finding[], account: Inventory) => readonly Finding[];
  /** The findings of the code, with the places that accounts have shown. */
  readonly place: (findings: readonly Finding[]) => readonly Finding[];
  /** What was kept. */
  readonly account: () => Inventory;
  /** Whether a plan or state holds it. */
  readonly isNamed: (object: Named) => boolean;
  /** Whether it is judged by one, and counted there. */
  readonly isJudged: (object: Named) => boolean;
}

/** @param findings those of the code */
export function openBeside(
  { present, prior, lastKnown = emptyInventory }: States,
  findings: readonly Finding[],
): Beside {
  const told = [present, prior, lastKnown].flatMap(namedIn);
  const judged = new Set(namedIn(present).map(awsNameOf));
  const names = new Set(told.map(awsNameOf));
  const ours = failuresByName(findings, told);
  const others = new Map<Finding, readonly Finding[]>();
  const kept: Inventory[] = [];
  const isNamed = (object: Named): boolean => isIn(names, object);
  return {
    meet: (theirs, account) => {
      kept.push(onlyNamed(account, isNamed));
      const twins = new Set<Finding>();
      for (const [name, [twin]] of failuresByName(theirs, namedIn(account))) {
        const same = (ours.get(name) ?? []).filter(({ severity }) => severity === twin?.severity);
        if (twin === undefined || same.length === 0) continue;
        for (const own of same) others.set(own, [...(others.get(own) ?? []), twin]);
        twins.add(twin);
      }
      return twins.size === 0 ? theirs : theirs.filter((finding) => !twins.has(finding));
    },
    place: (own) => own.map((finding) => placed(finding, others.get(finding) ?? [])),
    account: () => unite(kept),
    isNamed,
    isJudged: (object) => isIn(judged, object),
  };
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

function isIn(names: ReadonlySet<string | null>, object: Named): boolean {
  const name = awsNameOf(object);
  return name !== null && names.has(name);
}

function onlyNamed(inventory: Inventory, isNamed: (object: Named) => boolean): Inventory {
  const { scopes, gaps, keys, aliases } = inventory;
  return {
    ...emptyInventory,
    scopes,
    gaps,
    keys: keys.filter(isNamed),
    aliases: aliases.filter(isNamed),
  };
}
