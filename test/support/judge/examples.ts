import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isObject, type JsonObject } from '../../../src/read/input/json.ts';
import { emptyInventory, type Inventory, type Source } from '../../../src/model/inventory.ts';
import { readInputs } from '../../../src/read/batches.ts';
import { readPlanText } from '../../../src/read/documents.ts';
import type { States } from '../../../src/read/read.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import type { Rule } from '../../../src/rule/rule.ts';
import { inScratch } from './hcl-oracle.ts';
import { liveStates } from './judge-live.ts';
import { stateBeside } from './judge-state.ts';

// The examples of the rules: what lies in their folders, read as a run reads it.

const rulesFolder = new URL('../../../rules/', import.meta.url);

export const suffixes: Readonly<Record<Source, string>> = {
  hcl: '.tf',
  plan: '.plan.json',
  state: '.state.json',
  live: '.snapshot.json',
};

export interface Example {
  readonly source: Source;
  readonly name: string;
}

export function examplesOf({ id }: Rule): { folder: URL; names: readonly string[] } {
  const folder = new URL(`${id}/examples/`, rulesFolder);
  return { folder, names: existsSync(folder) ? readdirSync(folder) : [] };
}

/** The examples of a rule, by the sources that it claims. */
export function casesOf(rule: Rule): readonly Example[] {
  const { names } = examplesOf(rule);
  return rule.sources.flatMap((source) =>
    names.filter((name) => name.endsWith(suffixes[source])).map((name) => ({ source, name })),
  );
}

export function readStates(folder: URL, { source, name }: Example): Promise<States> {
  const text = readFileSync(new URL(name, folder), 'utf8');
  const readers: Readonly<Record<Source, () => States | Promise<States>>> = {
    plan: () => readPlan(text),
    state: () => readExampleState(text, new URL(besideOf(name)('previous'), folder)),
    hcl: () => readExample(text),
    live: () => readSnapshots(folder, name),
  };
  return Promise.resolve(readers[source]());
}

export function readOptions(folder: URL, name: string): JsonObject {
  const file = new URL(optionsFor(name), folder);
  return existsSync(file) ? readJson(file) : {};
}

/** What may lie beside a snapshot: an earlier one, and one of another Region; beside a state, an earlier one. */
export const besides = ['previous', 'beside'] as const;

export function besideOf(name: string): (what: (typeof besides)[number]) => string {
  return (what) =>
    name.replace(/snapshot\.json$/, `${what}.json`).replace(/state\.json$/, `state-${what}.json`);
}

function readSnapshots(examples: URL, name: string): States {
  const [previous, beside] = besides.map((what) => {
    const file = new URL(besideOf(name)(what), examples);
    return existsSync(file) ? [readJson(file)] : [];
  });
  return liveStates([readJson(new URL(name, examples)), ...(beside ?? [])], previous);
}

export function optionsFor(name: string): string {
  if (/\.(?:snapshot|state)\.json$/.test(name)) return name.replace(/json$/, 'options.json');
  return name.replace(/\.[^-]*$/, '.options.json');
}

function readJson(file: URL): JsonObject {
  const json: Json = JSON.parse(readFileSync(file, 'utf8'));
  if (!isObject(json)) throw new Error(`${file.pathname} holds no object`);
  return json;
}

function readExampleState(text: string, previous: URL): States {
  return stateBeside(text, existsSync(previous) ? [readFileSync(previous, 'utf8')] : []);
}

function readPlan(text: string): States {
  return readPlanText(text, 'plan.json');
}

/** The snapshot that lies beside an example of a plan or a state: `pass.account.json`, `pass.state-account.json`. */
export function accountOf(name: string): string {
  return name.replace(/state\.json$/, 'state-account.json').replace(/plan\.json$/, 'account.json');
}

/** What the account of an example holds; nothing where no snapshot lies beside it. */
export function readAccount(folder: URL, { source, name }: Example): Inventory {
  const file = new URL(accountOf(name), folder);
  if ((source !== 'plan' && source !== 'state') || !existsSync(file)) return emptyInventory;
  return liveStates([readJson(file)]).present;
}

/** An example is a root module of its own. */
function readExample(text: string): Promise<States> {
  return inScratch({ 'main.tf': text }, (directory) =>
    readInputs(['.'], { directory, stdin: process.stdin }),
  );
}
