import { readdirSync, realpathSync } from 'node:fs';
import type { SourceLocation } from '../../model/location.ts';
import { printModule, splitAddress, type ModuleStep } from '../input/address.ts';
import { sourceOf } from './call-set.ts';
import { moduleDirectory } from './modules/unread.ts';
import { loader, type Session } from './modules/load.ts';
import { meaningsBy } from '../../hcl/syntax/meaning.ts';
import type { ModuleSource } from './modules/module-source.ts';
import { placeInCalls, placeWithCall, type Called } from './resources/passed.ts';
import type { HclParser } from '../../hcl/syntax/parser.ts';
import type { Finder } from '../../hcl/syntax/place.ts';
import { sandboxAround } from '../../hcl/sandbox.ts';
import { display, type Comment } from '../../hcl/language/source.ts';
import { installedModules, isHclFile, scanner } from './modules/walk.ts';

export { loadFinder } from '../../hcl/syntax/place.ts';

/** Where a configuration writes what a plan holds. */
export interface Places {
  /** The argument of a resource, or its block where the argument is absent; null where it is not declared. */
  readonly placeOf: (address: string, argument: string | null) => SourceLocation | null;
  /** The comments of the files that were read so far, by their paths. */
  readonly comments: () => ReadonlyMap<string, readonly Comment[]>;
}

/** A module as far as its files tell. */
interface Module extends Called {
  readonly source: ModuleSource;
}

/** Places alone are looked up: what an expression means, and whether Terraform accepts it, the plan has settled. */
const noParser: HclParser = {
  file: () => () => ({}),
  expression: () => () => ({ error: 'expressions are not evaluated here' }),
  close: () => Promise.resolve(),
};

/** Looks up places in the root module of a directory and the modules that it calls; null where none is there. */
export function openPlaces(directory: string, cwd: string, find: Finder): Places | null {
  const top = realpathSync(directory);
  if (!readdirSync(top).some(isHclFile)) return null;
  const sandbox = sandboxAround(top);
  const from = realpathSync(cwd);
  const session: Session = {
    parser: noParser,
    meanings: meaningsBy(noParser),
    find,
    sandbox,
    scan: scanner(sandbox, new Map(), false),
    show: (path) => display(from, path),
    files: new Map(),
  };
  const { load } = loader(session);
  const installed = installedModules(top, sandbox);
  const moduleOf = (steps: readonly ModuleStep[]): Module | null => {
    let here: Module = { origin: { address: '' }, source: load(top), caller: null };
    for (const [i, { name }] of steps.entries()) {
      const block = here.source.calls.get(name);
      if (block === undefined) return null;
      const path = steps
        .slice(0, i + 1)
        .map((step) => step.name)
        .join('.');
      const around = here.source.directory;
      const inner = moduleDirectory(sourceOf(block), path, around, { sandbox, installed });
      if (inner === null) return null;
      const origin = { address: printModule(steps.slice(0, i + 1)) };
      here = { origin, source: load(inner), caller: { scope: here, block } };
    }
    return here;
  };
  return {
    placeOf: (address, argument) => {
      const { steps, rest } = splitAddress(address);
      const module = moduleOf(steps);
      const block = module?.source.resources.get(rest.replace(/\[.*$/s, ''));
      if (module === null || block === undefined) return null;
      const written = block.body.args.get(argument ?? '');
      return written === undefined
        ? placeInCalls(block.at, module)
        : placeWithCall(written, block, module, null);
    },
    comments: () => new Map([...session.files].map(([path, file]) => [path, file.comments])),
  };
}
