import {
  emptyInventory,
  type Gap,
  type Inventory,
  type Scope,
  type Subject,
} from '../model/inventory.ts';
import type { Declared } from './configurations.ts';
import { blockOf } from './input/address.ts';
import type { PlanStates, States } from './states.ts';

/** Plans with the configurations that they were made from, and what is left of these to be judged. */
export interface Paired {
  readonly plans: readonly States[];
  readonly modules: readonly Declared[];
}

/**
 * Finds the configuration that each plan was made from: in the directory that it lies in or that was named for it, else
 * among the others by its addresses. What a plan tells of a module is judged by the plan alone, so that one fault is
 * one finding; what is written there and not in the plan's configuration is judged as it is written. So is a module that
 * has several environments: nobody knows of which of them the plan is.
 */
export function pairUp(plans: readonly PlanStates[], modules: readonly Declared[]): Paired {
  const groups = groupByPlace(modules);
  const blocks = new Map(
    groups.flatMap((group) => {
      const [first] = group;
      const inventories = group.map(({ inventory }) => inventory);
      return first === undefined ? [] : [[first, blocksOf(inventories)] as const];
    }),
  );
  const sources = new Map(plans.map((plan) => [plan, sourceOf(plan, blocks)]));
  const alone = new Set(groups.flatMap((group) => (group.length === 1 ? group : [])));
  return {
    plans: plans.map((plan) => placed(plan, sources.get(plan) ?? null)),
    modules: modules.map((module) => {
      const own = alone.has(module) ? plans.filter((plan) => sources.get(plan) === module) : [];
      return own.length === 0 ? module : { ...module, inventory: uncovered(module.inventory, own) };
    }),
  };
}

function groupByPlace(modules: readonly Declared[]): readonly (readonly Declared[])[] {
  const groups = new Map<string, Declared[]>();
  for (const module of modules) {
    const place = `${module.directory}\n${module.rootModule}`;
    const group = groups.get(place);
    if (group === undefined) groups.set(place, [module]);
    else group.push(module);
  }
  return [...groups.values()];
}

type Blocks = ReadonlyMap<Declared, ReadonlySet<string>>;

function sourceOf(plan: PlanStates, modules: Blocks): Declared | null {
  const declared = plan.declared?.blocks ?? blocksOf([plan.present, plan.prior]);
  if (declared.size === 0) return null;
  for (const [module, blocks] of modules) {
    const isThere = module.directory === plan.directory;
    if (isThere && (plan.isSourceNamed || overlap(declared, blocks) > 0)) return module;
  }
  return plan.isSourceNamed ? null : bestOf(declared, modules);
}

/** The one module that declares most of what the plan does, and contradicts nothing of it; null where two do. */
function bestOf(declared: ReadonlySet<string>, modules: Blocks): Declared | null {
  const fitting = [...modules]
    .filter(([, blocks]) => fits(declared, blocks))
    .map(([module, blocks]) => ({ module, shared: overlap(declared, blocks), size: blocks.size }))
    .toSorted((a, b) => (a.shared === b.shared ? a.size - b.size : b.shared - a.shared));
  const [first, second] = fitting;
  if (first === undefined || first.shared === 0) return null;
  const isTie = second?.shared === first.shared && second.size === first.size;
  return isTie ? null : first.module;
}

/** A block that only the plan has lies in a module of which nothing was read. */
function fits(declared: ReadonlySet<string>, blocks: ReadonlySet<string>): boolean {
  return [...declared].every((block) => {
    if (blocks.has(block)) return true;
    const call = /^module\.[^.]+\./.exec(block)?.[0];
    return call !== undefined && ![...blocks].some((other) => other.startsWith(call));
  });
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((block) => b.has(block)).length;
}

function placed(plan: PlanStates, source: Declared | null): States {
  if (source === null) return plan;
  const { rootModule, directory } = source;
  const place = (scope: Scope): Scope => ({ ...scope, rootModule, directory });
  return {
    ...plan,
    present: { ...plan.present, scopes: plan.present.scopes.map(place) },
    prior: { ...plan.prior, scopes: plan.prior.scopes.map(place) },
  };
}

/** What the plans do not tell of a module: nothing but gaps, mostly. */
function uncovered(inventory: Inventory, plans: readonly PlanStates[]): Inventory {
  const told = plans.map(({ declared, provesAbsence, present, prior }) => {
    const there = blocksOf([present, prior]);
    return (block: string): boolean =>
      there.has(block) || (provesAbsence && declared?.blocks.has(block) === true);
  });
  const isTold = ({ subject }: Subject): boolean => told.some((tells) => tells(blockOf(subject)));
  const gaps = inventory.gaps.filter((gap) => !plans.some((plan) => fills(plan, gap)));
  const mark = <T extends Subject>(subjects: readonly T[]): readonly T[] =>
    subjects.map((subject) => (isTold(subject) ? { ...subject, covered: true } : subject));
  const rest = subjectsOf(inventory).every(isTold) ? nothingOf(inventory) : inventory;
  return {
    ...rest,
    keys: mark(rest.keys),
    aliases: mark(rest.aliases),
    policies: mark(rest.policies),
    grants: mark(rest.grants),
    keyStores: mark(rest.keyStores),
    clusters: mark(rest.clusters),
    hsms: mark(rest.hsms),
    gaps,
  };
}

function nothingOf({ scopes, gaps, withoutInstance }: Inventory): Inventory {
  const rest = { ...emptyInventory, scopes, gaps };
  return withoutInstance === undefined ? rest : { ...rest, withoutInstance };
}

/** A plan holds what its modules make, whether they were fetched here or not. */
function fills({ declared, present }: PlanStates, { modules }: Gap): boolean {
  if (modules === undefined || present.partial.length + present.gaps.length > 0) return false;
  return modules.every(
    ({ address, cause }) => cause === 'unfetched' && declared?.modules.has(address) === true,
  );
}

function blocksOf(inventories: readonly Inventory[]): ReadonlySet<string> {
  return new Set(inventories.flatMap(subjectsOf).map(({ subject }) => blockOf(subject)));
}

function subjectsOf(inventory: Inventory): readonly Subject[] {
  const { keys, aliases, policies, grants, keyStores, clusters, hsms } = inventory;
  return [...keys, ...aliases, ...policies, ...grants, ...keyStores, ...clusters, ...hsms];
}
