import type { Finding } from '../model/finding.ts';
import { emptyInventory, type Gap, type Inventory, type Source } from '../model/inventory.ts';
import type { Batch } from '../read/batches.ts';
import type { Rule } from '../rule/rule.ts';
import { check, compareFindings, distinguish } from './check.ts';
import type { Config } from './config/config.ts';
import { openControls, type ControlTaker } from './controls.ts';
import { count, type Tallies } from './keys.ts';
import type { RunOptions } from './options.ts';
import { mergeEnvironments, uniteEnvironments } from './environments.ts';
import { withoutRepeats } from './repeats.ts';
import { gapsFor } from './unread.ts';

/** What was judged, before anything of it is waived. */
export interface Checked {
  readonly batch: Batch;
  readonly present: Inventory;
  readonly prior: Inventory;
  readonly gaps: readonly Gap[];
  readonly tallies: Tallies | null;
  /** What listens to every verdict, those included that no report has. */
  readonly controls: ControlTaker;
  readonly findings: readonly Finding[];
}

/**
 * Judges what belongs together, by all rules but those that compare code with accounts.
 * @param fingerprints how often each was given in other batches
 */
export function checkBatch(
  batch: Batch,
  extra: readonly Gap[],
  options: RunOptions,
  fingerprints?: Map<string, number>,
): Checked {
  const { config = null } = options;
  const rules = options.rules.filter(({ comparesAccounts }) => comparesAccounts !== true);
  const tallies: Tallies | null = options.tallies === true ? new Map() : null;
  const readyOf = (inventory: Inventory): Inventory => {
    const gaps = gapsFor(inventory.gaps, options.rules);
    return declare({ ...inventory, gaps }, config);
  };
  const present = readyOf({ ...batch.present, gaps: [...batch.present.gaps, ...extra] });
  const controls = openControls(options.rules);
  const prior = declare(batch.prior, config);
  const checked = { batch, present, prior, tallies, controls, findings: [] };
  const findings = judgeBy(
    rules,
    { ...checked, gaps: present.gaps },
    emptyInventory,
    options,
    fingerprints,
  );
  const judged = batch.environments.map(({ name, present: own }) => {
    const alone = { ...checked, present: readyOf(own), prior: emptyInventory, gaps: own.gaps };
    const found = judgeBy(rules, alone, emptyInventory, options);
    return { name, present: alone.present, findings: found };
  });
  const all = uniteEnvironments(present, judged);
  const merged = [...findings, ...mergeEnvironments(judged, findings)].toSorted(compareFindings);
  return {
    ...checked,
    present: all,
    gaps: all.gaps,
    findings: judged.length === 0 ? findings : distinguish(withoutRepeats(merged)),
  };
}

/** The same with what the rules say that compare code with accounts. */
export function compareAccounts(
  checked: Checked,
  account: Inventory,
  options: RunOptions,
): Checked {
  const rules = options.rules.filter(({ comparesAccounts }) => comparesAccounts === true);
  const more = judgeBy(rules, checked, account, options);
  const findings = [...checked.findings, ...more].toSorted(compareFindings);
  return more.length === 0 ? checked : { ...checked, findings };
}

function judgeBy(
  rules: readonly Rule[],
  { batch, present, prior, tallies, controls }: Checked,
  account: Inventory,
  options: RunOptions,
  fingerprints?: Map<string, number>,
): readonly Finding[] {
  return check(present, {
    rules,
    ...(fingerprints === undefined ? {} : { fingerprints }),
    prior,
    lastKnown: batch.lastKnown ?? emptyInventory,
    account,
    optionsOf: options.optionsOf,
    failuresOnly: passesUnwanted(options),
    onVerdict: (rule, subject, kind) => {
      controls.take(rule, subject, kind);
      if (tallies !== null) count(tallies, subject, kind);
    },
  });
}

/**
 * Sources whose passes nobody asks for: not the report, not a configuration that tells what it has no use for from what
 * it waives, and not a baseline that tells what is gone from what was not judged.
 */
function passesUnwanted(options: RunOptions): ReadonlySet<Source> {
  const { everyVerdict = true, config = null, baseline = null } = options;
  const waives =
    config !== null &&
    config.suppressions.length + config.ignore.paths.length + config.ignore.subjects.length > 0;
  if (everyVerdict || waives) return new Set();
  return new Set(baseline === null ? ['live', 'plan', 'state'] : ['live']);
}

/** What the configuration declares goes with the inventory, to whoever asks it. */
function declare(inventory: Inventory, config: Config | null): Inventory {
  if (config === null || config.lineage.length + config.versionPatterns.length === 0) {
    return inventory;
  }
  const { lineage, versionPatterns } = config;
  return { ...inventory, conventions: { lineage, versionPatterns } };
}
