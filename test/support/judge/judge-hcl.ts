import { rules } from '../../../rules/index.ts';
import { check } from '../../../src/lint/check.ts';
import type { Finding, VerdictKind } from '../../../src/model/finding.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import { completeOptions } from '../../../src/rule/options.ts';
import { readInputs } from '../../../src/read/batches.ts';
import { inScratch } from './hcl-oracle.ts';

export interface JudgedFiles {
  readonly findings: readonly Finding[];
  readonly present: Inventory;
  /** The kind of the one verdict of a rule on a subject; absent where there is none. */
  readonly kind: (ruleId: string, subject: string) => VerdictKind | undefined;
}

/** Judges a directory, or inputs in it, by every rule. */
export async function judgeDirectory(
  directory: string,
  inputs: readonly string[] = ['.'],
): Promise<JudgedFiles> {
  const { present, prior } = await readInputs(inputs, { directory, stdin: process.stdin });
  const findings = check(present, { rules, prior, optionsOf: (rule) => completeOptions(rule, {}) });
  return {
    findings,
    present,
    kind: (ruleId, subject) => {
      const found = findings.filter((f) => f.ruleId === ruleId && f.subject === subject);
      if (found.length > 1) throw new Error(`${found.length} verdicts of ${ruleId} on ${subject}`);
      return found[0]?.kind;
    },
  };
}

/** Judges files in a scratch repository. */
export function judgeFiles(
  files: Readonly<Record<string, string>>,
  inputs?: readonly string[],
): Promise<JudgedFiles> {
  return inScratch({ '.git/HEAD': '', ...files }, (directory) => judgeDirectory(directory, inputs));
}
