import { severities, type Severity } from '../../../model/finding.ts';
import { isActive, type ReportedFinding, type ReportPart } from '../../../lint/report.ts';
import { openFew, rankOfWorst } from '../../print/order.ts';

/** Failures by severity, and undecided verdicts. */
export interface Counts {
  readonly bySeverity: Record<Severity, number>;
  fail: number;
  open: number;
}

/** An account, a Region of one, or a state. */
export interface PlaceCount extends Counts {
  keys: number;
  gaps: number;
  recordedAt: string | null;
  /** The file with its own page; null where it has none. */
  page: string | null;
}

/** Counts of what is too much for one page, and the worst of it. */
export interface Tally {
  readonly places: ReadonlyMap<string, PlaceCount>;
  readonly rules: ReadonlyMap<string, Counts>;
  readonly worst: () => readonly ReportedFinding[];
}

export interface TallyTaker extends Tally {
  /** @param placeOf names the place of a finding, a gap or a key */
  readonly add: (part: ReportPart, placeOf: PlaceNamer, page: string | null) => void;
}

export type PlaceNamer = (about: { readonly scope: string }) => string;

/** How many findings the page shows. */
const mostShown = 100;

export function openTally(): TallyTaker {
  const places = new Map<string, PlaceCount>();
  const byRule = new Map<string, Counts>();
  const worst = openFew(mostShown, rankOfWorst);
  const placeAt = (name: string): PlaceCount =>
    entry(places, name, () => ({ ...noCounts(), keys: 0, gaps: 0, recordedAt: null, page: null }));
  const addFinding = (finding: ReportedFinding, place: string): void => {
    const { ruleId, kind } = finding;
    if (!isActive(finding) || (kind !== 'fail' && kind !== 'open')) return;
    worst.add(finding);
    for (const count of [placeAt(place), entry(byRule, ruleId, noCounts)]) {
      count[kind] += 1;
      if (kind === 'fail') count.bySeverity[finding.severity] += 1;
    }
  };
  return {
    places,
    rules: byRule,
    worst: worst.list,
    add: (part, placeOf, page) => {
      for (const finding of part.findings) addFinding(finding, placeOf(finding));
      for (const gap of part.gaps) placeAt(placeOf(gap)).gaps += 1;
      for (const key of part.keys) placeAt(placeOf(key)).keys += 1;
      for (const [scope, date] of Object.entries(part.recordedAt ?? {})) {
        const place = placeAt(placeOf({ scope }));
        if (place.recordedAt === null || place.recordedAt < date) place.recordedAt = date;
      }
      const own = [...part.findings, ...part.gaps, ...part.keys];
      for (const name of new Set(own.map(placeOf))) placeAt(name).page = page;
    },
  };
}

function noCounts(): Counts {
  return { bySeverity: { info: 0, low: 0, medium: 0, high: 0, critical: 0 }, fail: 0, open: 0 };
}

function entry<T>(map: Map<string, T>, name: string, make: () => T): T {
  const found = map.get(name) ?? make();
  map.set(name, found);
  return found;
}

/** The worst places first; then by name. */
export function byWorstCount(a: Counts, b: Counts): number {
  for (const severity of severities.toReversed()) {
    const order = b.bySeverity[severity] - a.bySeverity[severity];
    if (order !== 0) return order;
  }
  return b.open - a.open;
}
