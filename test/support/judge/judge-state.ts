import { rules } from '../../../rules/index.ts';
import { check } from '../../../src/lint/check.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import { completeOptions } from '../../../src/rule/options.ts';
import { readStateText } from '../../../src/read/documents.ts';
import { statesBefore } from '../../../src/read/earlier-states.ts';
import type { JsonObject } from '../../../src/read/input/json.ts';

export interface JudgedState {
  readonly present: Inventory;
  readonly findings: readonly Finding[];
  /** The kind of the one verdict of a rule on a subject; absent where there is none. */
  readonly kind: (ruleId: string, subject: string) => Finding['kind'] | undefined;
}

/** Judges a state by every rule, beside an earlier one where that is given. */
export function judgeState(state: JsonObject, earlier?: JsonObject): JudgedState {
  const now = readStateText(JSON.stringify(state), 'state.json');
  const before = earlier === undefined ? [] : [readStateText(JSON.stringify(earlier), 'old.json')];
  const { prior } = statesBefore([now], before);
  const optionsOf = (rule: (typeof rules)[number]) => completeOptions(rule, {});
  const findings = check(now.present, { rules, prior, optionsOf });
  return {
    present: now.present,
    findings,
    kind: (ruleId, subject) => {
      const found = findings.filter((f) => f.ruleId === ruleId && f.subject === subject);
      if (found.length > 1) throw new Error(`${found.length} verdicts of ${ruleId} on ${subject}`);
      return found[0]?.kind;
    },
  };
}
