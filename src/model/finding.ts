import type { Fix } from './fixes/fix.ts';
import type { Source } from './inventory.ts';
import type { Location } from './location.ts';
import type { Unknown } from './value.ts';

/** From harmless to worst. */
export const severities = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** SARIF's words for the four kinds of verdict. */
export type VerdictKind = 'pass' | 'fail' | 'open' | 'notApplicable';

/** The rule about suppressions: nothing suppresses what it finds, and no baseline holds it. */
export const suppressionRule = 'suppression-ineffective';

/** Another place at which a fault is seen. */
export interface RelatedPlace {
  /** Lower case, no full stop: what is seen there. */
  readonly message: string;
  /** ARN or address of the object there. */
  readonly subject: string;
  readonly location: Location;
}

/** One statement of a key's policy beside those of another key's policy that give it, or a part of it. */
export interface PolicyRow {
  /** Null for what only the new policy has. */
  readonly old: string | null;
  readonly new: readonly string[];
  readonly state: 'kept' | 'lost' | 'undecided' | 'gained' | 'without effect';
}

/** What a reader is told of a row. */
export const rowStates: Readonly<Record<PolicyRow['state'], string>> = {
  kept: 'kept',
  lost: 'lost',
  undecided: 'cannot tell',
  gained: 'new',
  'without effect': 'without effect',
};

/** A piece of what mends a failure: lines to paste, or steps in words. */
export interface RemedyPart {
  readonly language: 'hcl' | 'sh' | 'json' | 'text';
  readonly lines: readonly string[];
}

/** All lines of a remedy in one text, its words as comments. */
export function remedyLines(parts: readonly RemedyPart[] = []): readonly string[] {
  return parts.flatMap(({ language, lines }) =>
    language === 'text' ? lines.map((line) => `# ${line}`) : lines,
  );
}

/** What a rule says about one subject. */
export interface Finding {
  readonly ruleId: string;
  readonly kind: VerdictKind;
  readonly severity: Severity;
  readonly subject: string;
  readonly source: Source;
  readonly scope: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly message: string;
  /** For `open`: the facts that would settle it. */
  readonly because: readonly Unknown[];
  /** For `open`: a gap tells it already, with all others of the same cause; it is listed where every verdict is. */
  readonly isTold?: true;
  /** Of these: the gap is accepted, so that nobody has to answer for it. */
  readonly isExcused?: true;
  /** For `fail`: what mends it. */
  readonly remedy?: readonly RemedyPart[];
  /** For `fail`: the change of the configuration that mends it, where there is one. */
  readonly fix?: Fix;
  /** For the failure of a rule that compares two policies: both, side by side. */
  readonly policies?: readonly PolicyRow[];
  readonly location: Location;
  /** Other places of the same fault; absent where there is none. */
  readonly related?: readonly RelatedPlace[];
  /** The environments in which it holds; absent where it holds in all that its root module has. */
  readonly environments?: readonly string[];
  /** Stable between runs and over moved lines; 32 hexadecimal digits. */
  readonly fingerprint: string;
  /** Those that it had under its earlier addresses, latest first; absent where it was not moved. */
  readonly formerFingerprints?: readonly string[];
}

/** That somebody decided to live with a finding, and why. */
export interface Suppression {
  readonly kind: 'inline' | 'config';
  readonly reason: string;
  /** The last day on which it counts, `YYYY-MM-DD`; absent where it has none. */
  readonly expires?: string;
}

/** The rank of a severity: higher is worse. */
export function rankOf(severity: Severity): number {
  return severities.indexOf(severity);
}
