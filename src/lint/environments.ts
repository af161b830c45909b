import type { Finding } from '../model/finding.ts';
import type { Inventory, Key, Subject } from '../model/inventory.ts';
import { unite } from '../model/unite.ts';
import type { InEnvironment } from '../read/states.ts';
import { hash } from './check.ts';

/** What was judged under the values of one environment. */
export interface JudgedInEnvironment extends InEnvironment {
  readonly findings: readonly Finding[];
}

/**
 * What root modules show under each of their environments: once, where it holds in all of them, and else with the names of
 * those in which it does. Its fingerprint is the one that it has without environments, where it holds in all.
 * @param others findings of plans: what one of them tells of the module is not told again
 */
export function mergeEnvironments(
  judged: readonly JudgedInEnvironment[],
  others: readonly Finding[],
): readonly Finding[] {
  const every = environmentsByScope(judged);
  const told = new Set(
    others
      .filter((one) => one.source === 'plan' && isReported(one))
      .map(({ kind, fingerprint }) => kind + fingerprint),
  );
  const groups = new Map<string, { readonly finding: Finding; readonly names: string[] }>();
  for (const { name, findings } of judged) {
    for (const finding of findings) {
      const { scope, kind, fingerprint } = finding;
      const isAlone = (every.get(scope)?.length ?? 1) === 1;
      if (!isAlone && isReported(finding) && told.has(kind + fingerprint)) continue;
      const key = nameOf(finding);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { finding, names: [name] });
      else group.names.push(name);
    }
  }
  return [...groups.values()].map(({ finding, names }) => {
    const all = every.get(finding.scope) ?? names;
    return names.length === all.length ? finding : inSome(finding, names);
  });
}

function inSome(finding: Finding, environments: readonly string[]): Finding {
  const { message, fingerprint, formerFingerprints = [] } = finding;
  const noun = environments.length === 1 ? 'environment' : 'environments';
  return {
    ...finding,
    message: `${message} (in the ${noun} ${environments.join(', ')})`,
    environments,
    fingerprint: hash([fingerprint, 'environments', ...environments]),
    formerFingerprints: [fingerprint, ...formerFingerprints],
  };
}

/** What makes findings of two environments one: they say the same of the same place. */
function nameOf({ fingerprint, kind, severity, message, location }: Finding): string {
  return JSON.stringify([fingerprint, kind, severity, message, location], withoutWay);
}

/** Which argument of a call decides may differ between environments, and makes no other fault. */
function withoutWay(name: string, value: unknown): unknown {
  return name === 'calls' || name === 'passed' ? undefined : value;
}

function isReported({ kind }: Finding): boolean {
  return kind === 'fail' || kind === 'open';
}

function environmentsByScope(
  judged: readonly JudgedInEnvironment[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name, present } of judged) {
    for (const { id } of present.scopes) found.set(id, [...(found.get(id) ?? []), name]);
  }
  return found;
}

/** All that was read, each object once: a key that several environments have, or a plan besides, is one. */
export function uniteEnvironments(
  present: Inventory,
  environments: readonly InEnvironment[],
): Inventory {
  if (environments.length === 0) return present;
  const all = unite([present, ...environments.map((one) => one.present)]);
  const roots = new Map(all.scopes.map(({ id, rootModule }) => [id, rootModule]));
  const rootName = ({ scope, subject }: Key): string => `${roots.get(scope) ?? ''}\n${subject}`;
  const planned = new Set(all.keys.filter(({ source }) => source !== 'hcl').map(rootName));
  const once = <T extends Subject>(objects: readonly T[]): readonly T[] =>
    objects.filter(firstBy<T>(({ scope, identity, source }) => `${source}\n${scope}\n${identity}`));
  return {
    ...all,
    scopes: all.scopes.filter(firstBy(({ id, source }) => `${source ?? ''}\n${id}`)),
    keys: once(all.keys).filter((key) => key.source !== 'hcl' || !planned.has(rootName(key))),
    aliases: once(all.aliases),
    policies: once(all.policies),
    keyStores: once(all.keyStores),
    clusters: once(all.clusters),
    hsms: once(all.hsms),
    gaps: all.gaps.filter(firstBy(({ scope, what, at }) => JSON.stringify([scope, what, at]))),
  };
}

/** Whether nothing before it has the same name. */
function firstBy<T>(name: (item: T) => string): (item: T) => boolean {
  const seen = new Set<string>();
  return (item) => {
    const key = name(item);
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  };
}
