import { join, relative, resolve } from 'node:path';
import type { Sandbox } from '../../hcl/sandbox.ts';
import type { Entry } from './modules/entries.ts';
import type { Environment, HclOptions } from './options.ts';

/** One way in which a module is run. */
export interface Variant {
  /** Null where no environment applies to it. */
  readonly environment: string | null;
  readonly options: HclOptions;
}

/**
 * The ways in which a module is run. An environment applies to a root module if all of its files are there: relative to
 * the module, as `terraform -chdir` takes them, or relative to the linter's configuration and below the module. One
 * without files applies to every root module. What the command line says comes behind, and so wins.
 */
export function variantsOf(
  entry: Entry,
  options: HclOptions,
  sandbox: Sandbox,
): readonly Variant[] {
  const { environments, assignments = [], workspace } = options;
  const found = (environments?.all ?? []).flatMap((environment): readonly Variant[] => {
    const files = environmentFiles(entry, environment, environments?.base ?? '', sandbox);
    if (files === null) return [];
    const named = workspace ?? environment.workspace ?? undefined;
    return [
      {
        environment: environment.name,
        options: {
          ...options,
          assignments: [...files.map((path) => ({ kind: 'file', path }) as const), ...assignments],
          ...(named === undefined ? {} : { workspace: named }),
        },
      },
    ];
  });
  return found.length === 0 ? [{ environment: null, options }] : found;
}

/** The files of an environment, absolute; null where it does not apply. */
export function environmentFiles(
  { path, isRoot, leads, unit }: Entry,
  { varFiles }: Environment,
  base: string,
  sandbox: Sandbox,
): readonly string[] | null {
  if (unit !== undefined || !leads) return null;
  if (varFiles.length === 0) return isRoot ? [] : null;
  const found = varFiles.map((name) => {
    const besides = [join(path, name), resolve(base, name)];
    return besides.find((file, i) => (i === 0 || isBelow(file, path)) && isThere(file, sandbox));
  });
  return found.every((file) => file !== undefined) ? found : null;
}

function isThere(file: string, sandbox: Sandbox): boolean {
  return !('refused' in sandbox.read(file));
}

function isBelow(file: string, directory: string): boolean {
  const inner = relative(directory, file);
  return inner !== '' && !inner.startsWith('..');
}
