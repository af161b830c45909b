import type { Severity } from './finding.ts';
import type { Source } from './inventory.ts';

/** A finding that was there when the baseline was taken. */
export interface BaselineEntry {
  /** Root module, plan, or account and Region. */
  readonly place: string;
  readonly subject: string;
  readonly rule: string;
  readonly kind: 'fail' | 'open';
  readonly severity: Severity;
  readonly source: Source;
  /** For a plan: its path, relative to the baseline. */
  readonly input?: string;
  readonly message: string;
  /** Why it is accepted, in somebody's own words. */
  readonly reason?: string;
  readonly fingerprint: string;
}

/** The file as its schema admits it. */
export interface BaselineFile {
  readonly version: number;
  readonly findings: readonly BaselineEntry[];
}
