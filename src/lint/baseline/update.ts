import { withoutKeys } from '../address.ts';
import type { BaselineEntry } from '../../model/baseline.ts';
import type { Finding } from '../../model/finding.ts';
import type { Gap, Scope, Source } from '../../model/inventory.ts';
import { standardInput } from '../../read/input/load.ts';
import type { Rule } from '../../rule/rule.ts';
import type { SuppressedFinding } from '../suppress/suppress.ts';
import { mayBeKept, type Covering } from './compare.ts';

/** What a run judged, as far as the baseline is concerned. */
export interface Judged {
  /** Every verdict that was reported on. */
  readonly findings: readonly SuppressedFinding[];
  /** Verdicts that the configuration ignores: their entries stay. */
  readonly ignored: readonly Finding[];
  readonly rules: readonly Rule[];
  readonly scopes: readonly Scope[];
  /** What was not read, or was left out by its author. */
  readonly gaps: readonly Gap[];
  /** Root modules below these directories were all read, if they are there; relative to the repository. */
  readonly directories: readonly string[];
  /** Whether the configuration ignores such a root module, relative to the repository. */
  readonly isPassedOver: (place: string) => boolean;
  /** A path as entries name it: relative to the baseline. */
  readonly pathOf: (path: string) => string;
}

export interface Update {
  readonly entries: readonly BaselineEntry[];
  readonly added: number;
  readonly removed: number;
}

/** The baseline after a run: what is new is added, what is gone and was judged is left out, the rest stays. */
export function update(
  entries: readonly BaselineEntry[],
  covering: Covering,
  judged: Judged,
): Update {
  const placeOf = placesBy(judged);
  const used = new Set(covering.values());
  const isGone = goneFrom(judged, placeOf);
  const kept = entries.filter((entry) => !used.has(entry) && !isGone(entry));
  const fresh = judged.findings.filter(mayBeKept).flatMap((finding) => {
    const before = covering.get(finding);
    // What could not be read is accepted as such, if at all; and it says nothing new of what stands here.
    if (finding.isTold === true) return before === undefined ? [] : [before];
    return [toEntry(finding, placeOf(finding.scope), before, judged)];
  });
  return {
    entries: [...kept, ...fresh],
    added: fresh.length - covering.size,
    removed: entries.length - kept.length - covering.size,
  };
}

/** The words of a covered finding may change; why it was accepted, and in what it was found first, stay. */
function toEntry(
  finding: SuppressedFinding,
  place: string,
  before: BaselineEntry | undefined,
  { pathOf }: Judged,
): BaselineEntry {
  const { reason, source = finding.source } = before ?? {};
  const input = isDocument(finding.source) ? pathOf(finding.location.path ?? '') : before?.input;
  return {
    place,
    subject: finding.subject,
    rule: finding.ruleId,
    kind: finding.kind === 'open' ? 'open' : 'fail',
    severity: finding.severity,
    source,
    ...(!isDocument(source) || input === undefined ? {} : { input }),
    message: finding.message,
    ...(reason === undefined ? {} : { reason }),
    fingerprint: finding.fingerprint,
  };
}

/** Whether something of this source stands in one file. */
function isDocument(source: Source | undefined): boolean {
  return source === 'plan' || source === 'state';
}

function placesBy({ scopes, pathOf }: Judged): (scope: string) => string {
  const places = new Map(
    scopes.map(({ id, rootModule, source }): [string, string] => {
      return [id, rootModule ?? (isDocument(source) ? pathOf(id) : id)];
    }),
  );
  return (scope) => places.get(scope) ?? scope;
}

/**
 * Whether the run shows that the finding of an entry is gone: its rule judged, and a verdict has its fingerprint, or
 * all was read in which it was found.
 */
function goneFrom(
  judged: Judged,
  placeOf: (scope: string) => string,
): (entry: BaselineEntry) => boolean {
  const { findings, ignored, rules, directories, isPassedOver } = judged;
  const gaps = judged.gaps.filter(({ modules }) => modules === undefined);
  const isUnread = unreadModules(judged.gaps, placeOf);
  const judging = new Set(rules.map(({ id }) => id));
  const settled = new Set(findings.filter(({ isTold }) => isTold !== true).flatMap(fingerprintsOf));
  const passedOver = new Set(ignored.flatMap(fingerprintsOf));
  const whole = wholeParts(judged, placeOf);
  const isBelow = ({ place, source }: BaselineEntry): boolean =>
    source === 'hcl' &&
    gaps.length === 0 &&
    directories.some((around) => holds(around, place)) &&
    !isPassedOver(place);
  return (entry) => {
    if (!judging.has(entry.rule) || passedOver.has(entry.fingerprint)) return false;
    if (isUnread(entry)) return false;
    return settled.has(entry.fingerprint) || whole.has(partOf(entry)) || isBelow(entry);
  };
}

/** Whether what an entry is about lies in a module that was not read. */
function unreadModules(
  gaps: readonly Gap[],
  placeOf: (scope: string) => string,
): (entry: BaselineEntry) => boolean {
  const around = new Set(
    gaps.flatMap(({ scope, modules = [] }) =>
      modules.map(({ address }) => JSON.stringify([placeOf(scope), address])),
    ),
  );
  return ({ place, subject }) => {
    const names = withoutKeys(subject).split('.');
    return names.some((_, i) =>
      around.has(JSON.stringify([place, names.slice(0, 2 * i).join('.')])),
    );
  };
}

function fingerprintsOf({ fingerprint, formerFingerprints = [] }: Finding): readonly string[] {
  return [fingerprint, ...formerFingerprints];
}

/** What was read without a gap. Plans of standard input that lie beside no configuration may be any. */
function wholeParts(
  { findings, scopes, gaps, pathOf }: Judged,
  placeOf: (scope: string) => string,
): ReadonlySet<string> {
  const wide = gaps.filter(({ modules }) => modules === undefined);
  const unread = new Set(wide.map(({ scope }) => placeOf(scope)));
  const live = findings.filter(({ source }) => source === 'live').map(({ scope }) => scope);
  const parts = [
    ...scopes.map(({ id, source }) => {
      const place = placeOf(id);
      return { place, source, input: isDocument(source) ? pathOf(id) : undefined };
    }),
    ...live.map((scope) => ({ place: placeOf(scope), source: 'live' as const, input: undefined })),
  ];
  const sure = parts.filter(({ place }) => !unread.has(place) && place !== standardInput);
  return new Set(sure.map(partOf));
}

function partOf(part: {
  readonly place: string;
  readonly source: string | undefined;
  readonly input?: string | undefined;
}): string {
  return JSON.stringify([part.place, part.source, part.input]);
}

function holds(directory: string, place: string): boolean {
  return directory === '.' || place === directory || place.startsWith(`${directory}/`);
}
