import { realpathSync, type Dirent } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Inventory } from '../model/inventory.ts';
import type { Comment } from './configuration/index.ts';
import { isUnitName } from './input/root-module.ts';
import type { ReadOptions } from './options.ts';
import { addConsumers, consumerReader, mayBeOutOfUse } from './terraform/consumers.ts';
import { toInventory } from './terraform/inventory.ts';

/** The configurations among the inputs: directories, and files with the modules around them. */
export interface Configurations {
  readonly inputs: string[];
  /** Directories that were walked, with what those below them hold. */
  readonly walked: Map<string, ReadonlyMap<string, readonly Dirent[]>>;
}

/** What one root module declares. */
export interface Declared {
  readonly inventory: Inventory;
  readonly rootModule: string;
  /** The environment under which it was read; null where none applies to it. */
  readonly environment: string | null;
  /** Absolute, and without links. */
  readonly directory: string;
}

/** What the modules declare, and the comments of their files. */
export interface Declarations {
  readonly modules: readonly Declared[];
  readonly comments: ReadonlyMap<string, readonly Comment[]>;
  /** Files with values of variables that nobody loads, as printed. */
  readonly idle: readonly string[];
  /** Environments that apply to none of them. */
  readonly unmet: readonly string[];
}

/** Whether a file that was named stands for the module around it: a configuration, or values for its variables. */
export function isConfigurationInput(path: string): boolean {
  return /\.(?:tf|tofu|tfvars)(?:\.json)?$/.test(path) || isUnitName(basename(path));
}

/** Reads configurations. The evaluator is loaded here, its parsers only where something can lead to a key. */
export async function readConfigurations(
  { inputs, walked }: Configurations,
  {
    directory,
    assignments = [],
    environment = {},
    environments,
    workspace,
    ...wanted
  }: ReadOptions,
): Promise<Declarations> {
  const { readHcl } = await import('./configuration/index.ts');
  const { monitors = true, everyConsumer = false, drafts = new Map() } = wanted;
  const named = {
    ...(workspace === undefined ? {} : { workspace }),
    ...(environments === undefined
      ? {}
      : { environments: { ...environments, base: realpathSync(environments.base) } }),
  };
  const options = {
    cwd: directory,
    assignments,
    environment,
    walked,
    drafts,
    monitors,
    wantsConsumers: everyConsumer ? () => true : mayBeOutOfUse,
    ...named,
  };
  const { modules, comments, idle, unmet } = await readHcl(inputs, options);
  const top = realpathSync(directory);
  const declared = modules.map(({ isInner, ...module }) => {
    const { scope: id, rootModule, resources } = module;
    const inner = isInner === undefined ? {} : { isInner };
    const scope = { id, rootModule, source: 'hcl', ...inner } as const;
    const inventory = toInventory(resources, scope, { ...module, monitors });
    const consumers = module.consumers.map(consumerReader(resources, id));
    return {
      inventory: addConsumers(inventory, consumers),
      rootModule,
      environment: module.environment,
      directory: resolve(top, id),
    };
  });
  return { modules: declared, comments, idle, unmet };
}
