import { rules } from '../../../rules/index.ts';
import { check } from '../../../src/lint/check.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import { completeOptions } from '../../../src/rule/options.ts';
import { readStateText } from '../../../src/read/documents.ts';
import { groupStates } from '../../../src/read/stored.ts';
import type { States } from '../../../src/read/states.ts';
import type { JsonObject } from '../../../src/read/input/json.ts';

export interface JudgedState {
  readonly present: Inventory;
  readonly findings: readonly Finding[];
  /** The kind of the one verdict of a rule on a subject; absent where there is none. */
  readonly kind: (ruleId: string, subject: string) => Finding['kind'] | undefined;
}

/** Judges a state by every rule, beside an earlier one where that is given. */
export function judgeState(state: JsonObject, earlier?: JsonObject): JudgedState {
  const before = earlier === undefined ? [] : [JSON.stringify(earlier)];
  const { present, prior } = stateBeside(JSON.stringify(state), before);
  const optionsOf = (rule: (typeof rules)[number]) => completeOptions(rule, {});
  const findings = check(present, { rules, prior, optionsOf });
  return {
    present,
    findings,
    kind: (ruleId, subject) => {
      const found = findings.filter((f) => f.ruleId === ruleId && f.subject === subject);
      if (found.length > 1) throw new Error(`${found.length} verdicts of ${ruleId} on ${subject}`);
      return found[0]?.kind;
    },
  };
}

/** A state as a run reads it beside earlier ones. */
export function stateBeside(text: string, earlier: readonly string[]): States {
  const now = readStateText(text, 'state.json');
  const [stored] = groupStates(
    [now],
    earlier.map((one) => readStateText(one, 'earlier.json')),
  );
  if (stored === undefined) throw new Error('one state is one group');
  return stored.read();
}
