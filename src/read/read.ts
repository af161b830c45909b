import { statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { InputError, OtherInputError, UserError } from '../errors.ts';
import { emptyInventory, unite, type Gap, type Inventory } from '../model/inventory.ts';
import { explain, loadFile, loadStream, standardInput } from './load.ts';
import { readPlanResources } from './plan/plan.ts';
import { decodeInput, parsePlan } from './recognise.ts';
import { rootModuleBeside } from './root-module.ts';
import { toInventory } from './terraform/inventory.ts';
import { findPlans } from './walk.ts';

/** What the inputs hold now, and what was there before. */
export interface States {
  readonly present: Inventory;
  readonly prior: Inventory;
}

export interface ReadOptions {
  readonly directory: string;
  readonly stdin: AsyncIterable<Buffer | string>;
}

/**
 * Reads every input: plan files, directories that hold some, `-` for standard input.
 * @throws UserError where an input that was named cannot be read, or nothing was found
 */
export async function readInputs(inputs: readonly string[], options: ReadOptions): Promise<States> {
  const states: States[] = [];
  for (const input of new Set(inputs)) {
    if (input === '-') states.push(await readStandardInput(options));
    else states.push(readPath(input, options.directory));
  }
  return together(states);
}

async function readStandardInput({ directory, stdin }: ReadOptions): Promise<States> {
  return readPlanText(
    decodeInput(await loadStream(stdin), standardInput),
    standardInput,
    directory,
  );
}

function readPath(input: string, directory: string): States {
  const path = resolve(directory, input);
  const shown = shownPath(path, directory);
  if (!isDirectory(path, shown)) return readPlanFile(path, shown);
  const { plans, unreadable } = findPlans(path);
  const found = plans.map((plan) => readFound(plan, shownPath(plan, directory)));
  const read = found.filter((states) => states !== null);
  if (read.length === 0 && unreadable.length === 0) {
    throw new UserError(
      `${shown}: no plan JSON found; write one with \`terraform show -json PLANFILE > plan.json\` and name it`,
    );
  }
  const gaps = unreadable.map(({ path: unread, what }) => {
    const place = shownPath(unread, directory);
    return gapAt(place, place, what);
  });
  return together([...read, { present: { ...emptyInventory, gaps }, prior: emptyInventory }]);
}

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

function readPlanText(text: string, shown: string, beside: string): States {
  const plan = readPlanResources(parsePlan(text, shown), shown);
  const scope = { id: plan.scope, rootModule: rootModuleBeside(beside) };
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
