import type { Report, ReportedFinding } from '../../../lint/report.ts';
import type { Fixed } from '../../trend/fixed.ts';
import type { PageData } from '../data/page-data.ts';

/** What the parts of the page are made of. */
export interface PageInput {
  readonly report: Report;
  /** Those to be reported, in the order of the page. */
  readonly findings: readonly ReportedFinding[];
  readonly data: PageData;
  /** What it costs to mend what was found; null where it costs nothing. */
  readonly price: string | null;
  /** Failures of earlier snapshots that are there no more. */
  readonly fixed: Fixed;
  /** The data, as it stands in the script element. */
  readonly json: string;
}
