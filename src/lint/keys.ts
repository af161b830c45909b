import { compareText } from '../text/compare.ts';
import { indexAliases, type AliasIndex } from '../model/aliases/aliases.ts';
import { describeOwner, ownerTagsOf, usualOwnerTags } from './owner/owners.ts';
import { distinctKeys } from './repeats.ts';
import type { VerdictKind } from '../model/finding.ts';
import { emptyInventory, type Inventory, type Key, type Subject } from '../model/inventory.ts';
import { awsNameOf } from '../model/place/aws-name.ts';
import type { KeyHistory, KeyMaterial } from '../model/keys/history.ts';
import { lineageOf, type Link } from '../model/lineage/lineage.ts';
import { aimsAtKey } from '../model/targets.ts';
import type { Value } from '../model/value.ts';
import type { KeyDates, KeyRotation, KeySummary, Replacement } from './report.ts';

/** Every present key, in the order of scopes and subjects, as pictures and tables need it. */
export function summarizeKeys(
  present: Inventory,
  prior: Inventory,
  {
    tallies = null,
    account = emptyInventory,
    isElsewhere = () => false,
    ownerTags = null,
  }: KeyContext = {},
): readonly KeySummary[] {
  const live = new Map(account.keys.map((key) => [awsNameOf(key), key]));
  const aliases = indexAliases(present, prior);
  const successors = new Map<Key, Replacement[]>();
  const replaced = new Map<Key, Replacement[]>();
  for (const link of lineageOf(present, prior).links) {
    const { predecessor, isGone } = link;
    if (predecessor === null) continue;
    for (const successor of link.successors) {
      if (isGone) append(replaced, successor, replacementBy(predecessor, link));
      else append(successors, predecessor, replacementBy(successor, link));
    }
  }
  return distinctKeys(present)
    .filter((key) => !isElsewhere(key))
    .map((key) => ({
      ...summarize(key, aliases, successors.get(key) ?? [], replaced.get(key) ?? []),
      ...datesIn(live.get(awsNameOf(key))),
      ...tagsOf(key, ownerTags ?? tagsOfTable),
      owner: describeOwner(key, aliases, ownerTags ?? usualOwnerTags),
      ...(tallies === null ? {} : { tally: tallies.get(key) ?? noTally }),
    }))
    .toSorted((a, b) =>
      a.scope === b.scope ? compareText(a.subject, b.subject) : compareText(a.scope, b.scope),
    );
}

/** What lies beside the keys of a part. */
export interface KeyContext {
  readonly tallies?: Tallies | null;
  /** The same keys in accounts: they tell dates, where the code knows none. */
  readonly account?: Inventory;
  /** Keys that another part tells. */
  readonly isElsewhere?: (key: Key) => boolean;
  /** The tags that tell whose a key is; null for the usual ones. */
  readonly ownerTags?: readonly string[] | null;
}

function datesIn(live: Key | undefined): Partial<Pick<KeySummary, 'dates'>> {
  return live?.history === undefined ? {} : { dates: datesOf(live, live.history) };
}

/** Tags that a table of keys has where nobody chose some. */
const tagsOfTable = [
  ...usualOwnerTags,
  'Application',
  'Contact',
  'CostCenter',
  'Cost-Center',
  'Environment',
  'Project',
];

function tagsOf(key: Key, names: readonly string[]): Pick<KeySummary, 'ownerTags'> {
  if (!key.allTags.known && !key.tags.known) return {};
  const own = Object.entries(ownerTagsOf(key, names));
  return { ownerTags: Object.fromEntries(own.toSorted(([a], [b]) => compareText(a, b))) };
}

/** How many passes, and verdicts that do not apply, there are about subjects. */
export type Tallies = Map<Subject, { pass: number; notApplicable: number }>;

const noTally = { pass: 0, notApplicable: 0 };

/** Counts verdicts, of which the report may hold failures alone. */
export function count(tallies: Tallies, subject: Subject, kind: VerdictKind): void {
  if (kind !== 'pass' && kind !== 'notApplicable') return;
  const tally = tallies.get(subject) ?? { ...noTally };
  tally[kind] += 1;
  tallies.set(subject, tally);
}

/** The newest date at which AWS had answered; null where no scope tells one. */
export function newestDate({ scopes }: Inventory): string | null {
  const dates = scopes.flatMap(({ recordedAt: date }) => (date === undefined ? [] : [date]));
  return dates.toSorted(compareText).at(-1) ?? null;
}

function append(map: Map<Key, Replacement[]>, key: Key, replacement: Replacement): void {
  const before = map.get(key);
  if (before === undefined) map.set(key, [replacement]);
  else before.push(replacement);
}

/** One of several successors is not certain: the link has one answer, or none. */
function replacementBy({ subject }: Key, { evidence: [{ text }], ...link }: Link): Replacement {
  const isOnly = link.successors.length === 1 && link.fork === null;
  return { subject, evidence: text, certain: isOnly && link.exists.is === true };
}

function summarize(
  key: Key,
  aliases: AliasIndex,
  successors: readonly Replacement[],
  replaces: readonly Replacement[],
): KeySummary {
  const own = aliasesOf(key, aliases);
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
    dates: key.history === undefined ? null : datesOf(key, key.history),
    aliases: [...new Set(own.map(({ name }) => name))],
    aliasMoves: own.flatMap(({ name, at }) => (at === null ? [] : [{ alias: name, at }])),
    successors,
    replaces,
  };
}

function datesOf({ expiresAt }: Key, history: KeyHistory): KeyDates {
  const { entries, unread } = history.materials;
  return {
    createdAt: told(history.createdAt),
    deletionAt: told(history.deletionAt),
    expiresAt: told(expiresAt),
    nextRotationAt: told(history.nextRotationAt),
    rotations: unread === null ? entries.flatMap(rotationOf) : null,
  };
}

function rotationOf({ at, type }: KeyMaterial): readonly KeyRotation[] {
  return at === null || type === null ? [] : [{ at, type }];
}

function aliasesOf(key: Key, aliases: AliasIndex) {
  return aliases
    .candidatesOf(key)
    .filter((alias) => aimsAtKey(alias.target, key, alias).is === true)
    .flatMap(({ name, dates }) => {
      const own = told(name);
      const at = dates?.updatedAt ?? dates?.createdAt ?? null;
      return own === null ? [] : [{ name: own, at }];
    })
    .toSorted((a, b) => compareText(a.name, b.name));
}

function told<T>(value: Value<T>): T | null {
  return value.known && value.sensitive !== true ? value.value : null;
}
