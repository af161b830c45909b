import { statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { InputError, OtherInputError, UserError } from '../errors.ts';
import { emptyInventory, unite, type Gap, type Inventory } from '../model/inventory.ts';
import { isConfigurationInput, readConfigurations, type Configurations } from './configurations.ts';
import type { Assignment, Comment } from './hcl/index.ts';
import { explain, loadFile, loadStream, standardInput } from './load.ts';
import { readPlanResources } from './plan/plan.ts';
import { decodeInput, parsePlan } from './recognise.ts';
import { rootModuleBeside } from './root-module.ts';
import { toInventory } from './terraform/inventory.ts';
import { findInputs } from './walk.ts';

/** What the inputs hold now, and what was there before. */
export interface States {
  readonly present: Inventory;
  readonly prior: Inventory;
}

/** The states, and the comments of the configuration files that were read, by their paths. */
export interface Reading extends States {
  /** Directories and plans that were passed over, as `isIgnored` asks. */
  readonly ignored: readonly string[];
  readonly comments: ReadonlyMap<string, readonly Comment[]>;
}

export interface ReadOptions {
  readonly directory: string;
  readonly stdin: AsyncIterable<Buffer | string>;
  /** `--var` and `--var-file`, in their order. */
  readonly assignments?: readonly Assignment[];
  /** Where `TF_VAR_…` are looked up. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Absolute paths of directories and plans that are not looked into. */
  readonly isIgnored?: (path: string) => boolean;
}

/**
 * Reads every input: plan and configuration files, directories that hold some, `-` for standard input.
 * A plan and the configuration beside it are both judged: one is what will happen, the other what is written.
 * @throws UserError where an input that was named cannot be read, or nothing was found
 */
export async function readInputs(
  inputs: readonly string[],
  options: ReadOptions,
): Promise<Reading> {
  const states: States[] = [];
  const configurations: Configurations = { inputs: [], walked: new Map() };
  const ignored: string[] = [];
  for (const input of new Set(inputs)) {
    if (input === '-') states.push(await readStandardInput(options));
    else states.push(readPath(input, options, configurations, ignored));
  }
  const both = { ignored: [...new Set(ignored)] };
  if (configurations.inputs.length === 0) {
    return { ...together(states), ...both, comments: new Map() };
  }
  const { present, comments } = await readConfigurations(configurations, options);
  return { ...together([...states, { present, prior: emptyInventory }]), ...both, comments };
}

async function readStandardInput({ directory, stdin }: ReadOptions): Promise<States> {
  return readPlanText(
    decodeInput(await loadStream(stdin), standardInput),
    standardInput,
    directory,
  );
}

/** Configurations are only noted: they are read together, each module once. */
function readPath(
  input: string,
  { directory, isIgnored }: ReadOptions,
  configurations: Configurations,
  ignored: string[],
): States {
  const path = resolve(directory, input);
  const shown = shownPath(path, directory);
  if (!isDirectory(path, shown)) {
    if (!isConfigurationInput(path)) return readPlanFile(path, shown);
    configurations.inputs.push(path);
    return nothing;
  }
  const { plans, configurations: found, unreadable, ignored: passed } = findInputs(path, isIgnored);
  ignored.push(...passed.map((place) => shownPath(place, directory)));
  if (found.size > 0) configurations.inputs.push(path);
  configurations.walked.set(path, found);
  const read = plans
    .map((plan) => readFound(plan, shownPath(plan, directory)))
    .filter((states) => states !== null);
  if (read.length + found.size + unreadable.length + passed.length === 0) {
    throw new UserError(
      `${shown}: no Terraform or OpenTofu configuration and no plan JSON found; name a directory with .tf files, or write a plan with \`terraform show -json PLANFILE > plan.json\` and name it`,
    );
  }
  const gaps = unreadable.map(({ path: unread, what }) => {
    const place = shownPath(unread, directory);
    return gapAt(place, place, what);
  });
  return together([...read, { present: { ...emptyInventory, gaps }, prior: emptyInventory }]);
}

const nothing: States = { present: emptyInventory, prior: emptyInventory };

/** A plan that was found, not named: what is wrong with it is a gap, and the others are judged. */
function readFound(path: string, shown: string): States | null {
  try {
    return readPlanFile(path, shown);
  } catch (error) {
    if (error instanceof OtherInputError) return null;
    if (!(error instanceof InputError)) throw error;
    const gaps = [gapAt(shown, error.path, `${error.what}; ${error.hint}`)];
    return { present: { ...emptyInventory, gaps }, prior: emptyInventory };
  }
}

function gapAt(path: string, place: string, what: string): Gap {
  const at = { kind: 'plan', path, pointer: '', source: null } as const;
  return { scope: path, reason: 'unreadable-input', what: `${place}: ${what}`, hides: [], at };
}

function readPlanFile(path: string, shown: string): States {
  return readPlanText(loadFile(path, shown), shown, dirname(path));
}

/**
 * Reads a plan that is at hand as text.
 * @param shown its name in locations and messages
 * @param beside the directory it lies in, whose root module then is part of fingerprints; null where it lies in none
 * @throws InputError where the text is no plan JSON
 */
export function readPlanText(text: string, shown: string, beside: string | null): States {
  const plan = readPlanResources(parsePlan(text, shown), shown);
  const rootModule = beside === null ? null : rootModuleBeside(beside);
  const scope = { id: plan.scope, rootModule, source: 'plan' } as const;
  const prior = toInventory(plan.prior, scope, { gaps: [], partial: [] });
  const gaps = [...plan.gaps, ...prior.gaps];
  return { present: toInventory(plan.planned, scope, { gaps, partial: plan.partial }), prior };
}

function together(states: readonly States[]): States {
  return {
    present: unite(states.map(({ present }) => present)),
    prior: unite(states.map(({ prior }) => prior)),
  };
}

function isDirectory(path: string, shown: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new InputError(shown, explain(error), 'check the path');
  }
}

/** Relative to the working directory, with forward slashes. */
function shownPath(path: string, directory: string): string {
  const shown = relative(directory, path);
  return shown === '' ? '.' : shown.split(sep).join('/');
}
