import type { Gap } from '../model/inventory.ts';
import type { ReadOptions } from '../read/options.ts';
import type { Options, Rule } from '../rule/rule.ts';
import type { Baseline } from './baseline/index.ts';
import type { Config } from './config/config.ts';
import type { ReportedFinding } from './report.ts';
import type { SuppressionOptions } from './suppress/index.ts';

/** What a run is told. */
export interface RunOptions extends ReadOptions, SuppressionOptions {
  readonly directory: string;
  readonly inputs: readonly string[];
  readonly rules: readonly Rule[];
  readonly optionsOf: (rule: Rule) => Options;
  readonly version: string;
  /** What could not be read before there were inputs. */
  readonly gaps?: readonly Gap[];
  /** Whether passes and not-applicable verdicts are reported too; they are kept unless told otherwise. */
  readonly everyVerdict?: boolean;
  /** Whether reports tell keys; they do unless told otherwise. */
  readonly needsKeys?: boolean;
  /** Whether keys tell how many passes, and verdicts that do not apply, there are about them. */
  readonly tallies?: boolean;
  /** What the configuration file says beside rules and thresholds, which are given as such. */
  readonly config?: Config | null;
  /** Whether the configuration file may suppress findings; it may unless told otherwise. */
  readonly configSuppressions?: boolean;
  readonly baseline?: Baseline | null;
  /** A tag that findings are grouped by; null for none. */
  readonly groupTag?: string | null;
  /** Whether the keys of accounts are told that no plan or state knows. */
  readonly unmanaged?: boolean;
  /** Adds to findings the edits that mend them; asked where a report shows some. */
  readonly suggest?: (findings: readonly ReportedFinding[]) => Promise<readonly ReportedFinding[]>;
}
