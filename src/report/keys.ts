import { compareText } from '../check.ts';
import { indexAliases, type AliasIndex } from '../model/aliases.ts';
import type { Inventory, Key } from '../model/inventory.ts';
import { lineageOf, type Link } from '../model/lineage.ts';
import { aimsAtKey } from '../model/targets.ts';
import type { Value } from '../model/value.ts';
import type { KeySummary } from './report.ts';

/** Every present key, in the order of scopes and subjects, as pictures and tables need it. */
export function summarizeKeys(present: Inventory, prior: Inventory): readonly KeySummary[] {
  const aliases = indexAliases(present);
  const links = new Map<Key, Link[]>();
  for (const link of lineageOf(present, prior).links) {
    if (link.predecessor === null || link.isGone) continue;
    links.set(link.predecessor, [...(links.get(link.predecessor) ?? []), link]);
  }
  return present.keys
    .map((key) => summarize(key, aliases, links.get(key) ?? []))
    .toSorted((a, b) =>
      a.scope === b.scope ? compareText(a.subject, b.subject) : compareText(a.scope, b.scope),
    );
}

function summarize(key: Key, aliases: AliasIndex, links: readonly Link[]): KeySummary {
  return {
    subject: key.subject,
    source: key.source,
    scope: key.scope,
    account: told(key.account),
    region: told(key.region),
    keyId: told(key.keyId),
    keySpec: told(key.keySpec),
    keyUsage: told(key.keyUsage),
    origin: told(key.origin),
    keyState: told(key.keyState),
    multiRegionKeyType: told(key.multiRegionKeyType),
    rotationEnabled: told(key.rotation.enabled),
    rotationPeriodInDays: told(key.rotation.periodInDays),
    dates: key.dates ?? null,
    aliases: aliasNames(key, aliases),
    successors: links.flatMap(({ successors, evidence: [{ text }] }) =>
      successors.map(({ subject }) => ({ subject, evidence: text })),
    ),
  };
}

function aliasNames(key: Key, aliases: AliasIndex): readonly string[] {
  const names = aliases
    .candidatesOf(key)
    .filter((alias) => aimsAtKey(alias.target, key, alias).is === true)
    .map(({ name }) => told(name))
    .filter((name) => name !== null);
  return [...new Set(names)].toSorted(compareText);
}

function told<T>(value: Value<T>): T | null {
  return value.known && value.sensitive !== true ? value.value : null;
}
