import { rules } from '../../../rules/index.ts';
import { check } from '../../../src/lint/check.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import { emptyInventory } from '../../../src/model/inventory.ts';
import { unite } from '../../../src/model/unite.ts';
import { toInventory } from '../../../src/read/terraform/inventory.ts';
import { suppress } from '../../../src/lint/suppress/index.ts';
import type { SuppressedFinding } from '../../../src/lint/suppress/suppress.ts';
import { readScratch } from './hcl-oracle.ts';

const today = '2026-06-15';

type Files = Readonly<Record<string, string>>;

/** Judges configurations, and lets their comments speak. */
export async function judge(
  files: Files,
  options: Partial<Parameters<typeof suppress>[3]> = {},
  change: (present: Inventory) => Inventory = (present) => present,
): Promise<readonly SuppressedFinding[]> {
  const { modules, comments } = await readScratch(files);
  const inventories = modules.map(({ resources, gaps, scope, rootModule }) =>
    toInventory(resources, { id: scope, rootModule }, { gaps, partial: [] }),
  );
  const present = change(unite(inventories));
  const chosen = options.rules ?? rules.filter(({ isOptIn }) => isOptIn !== true);
  const judged = check(present, { rules: chosen, prior: emptyInventory, optionsOf: defaults });
  const read = {
    present,
    prior: emptyInventory,
    comments,
    besidePlans: new Map(),
    reach: null,
  };
  return suppress(judged, read, [], { directory: '.', today, ...options, rules: chosen }).findings;
}

/** Judges texts in one go, each as a directory of its own. */
export async function judgeEach(texts: readonly string[]) {
  const files = texts.map((text, i) => [`case${i}/main.tf`, text] as const);
  const findings = await judge(Object.fromEntries(files));
  return texts.map((_, i) =>
    tell(findings.filter(({ location }) => location.path === `case${i}/main.tf`)),
  );
}

function defaults({ options }: (typeof rules)[number]): Record<string, unknown> {
  const properties = Object.entries(options?.properties ?? {});
  return Object.fromEntries(properties.map(([name, schema]) => [name, schema.default]));
}

/** What counts, and what is suppressed: `rule subject-or-line`, with the reason of a suppression. */
export function tell(findings: readonly SuppressedFinding[]) {
  const wrong = findings.filter(({ kind }) => kind === 'fail' || kind === 'open');
  const line = ({ location }: SuppressedFinding) => ('line' in location ? location.line : 0);
  return {
    counts: wrong
      .filter((f) => f.suppression === null && f.ruleId !== 'suppression-ineffective')
      .map((f) => `${f.ruleId} ${f.subject}`),
    suppressed: wrong
      .filter((f) => f.suppression !== null)
      .map((f) => `${f.ruleId} ${f.subject}: ${f.suppression?.reason}`),
    notices: wrong
      .filter((f) => f.ruleId === 'suppression-ineffective')
      .map((f) => `${f.severity} ${line(f)}: ${f.message}`),
  };
}
