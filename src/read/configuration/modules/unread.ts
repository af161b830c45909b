import { join, relative } from 'node:path';
import { describeUnread, everyKind, type Gap, type UnreadModule } from '../../../model/gap.ts';
import type { SourceLocation } from '../../../model/location.ts';
import type { Sandbox } from '../../../hcl/sandbox.ts';
import type { Resource } from '../../input/resource.ts';
import { isLocal } from './entries.ts';
import type { Directory } from './walk.ts';

/** What finding the modules of calls takes. */
export interface Survey {
  readonly scan: (path: string) => Directory;
  readonly sandbox: Sandbox;
  /** A path as it is printed. */
  readonly show: (path: string) => string;
}

/** What a call of a module is written as. */
export interface Written {
  /** The names of the calls that lead to it, dotted. */
  readonly callPath: string;
  readonly source: string;
  readonly version: string | null;
  readonly at: SourceLocation;
}

/** The directory of a local or installed module; null where it is not at hand. */
export function moduleDirectory(
  source: string,
  callPath: string,
  caller: string,
  { sandbox, installed }: Pick<Survey, 'sandbox'> & { readonly installed: Installed },
): string | null {
  if (isLocal(source)) return sandbox.directory(join(caller, source));
  return installed.get(callPath) ?? null;
}

/** Directories of installed modules by the dotted path of their call. */
export type Installed = ReadonlyMap<string, string>;

/** A call whose module is not at hand. */
export function unreadModule(written: Written, caller: string, sandbox: Sandbox): UnreadModule {
  const { callPath, source, version, at } = written;
  const address = callPath
    .split('.')
    .map((name) => `module.${name}`)
    .join('.');
  return {
    address,
    source: printable(source),
    version,
    cause: causeOf(source, caller, sandbox),
    at,
  };
}

function causeOf(source: string, caller: string, { root }: Sandbox): UnreadModule['cause'] {
  if (!isLocal(source)) return 'unfetched';
  return relative(root, join(caller, source)).startsWith('..') ? 'outside' : 'missing';
}

/** Credentials may stand before the host, or among the arguments of a URL; only a revision is told. */
export function printable(source: string): string {
  const [address = '', query = ''] = source.split('?', 2);
  const revision = query.split('&').find((argument) => argument.startsWith('ref='));
  const bare = address.replace(/(^|:\/\/|::)[^/@]*@/, '$1');
  return revision === undefined ? bare : `${bare}?${revision}`;
}

/**
 * The calls below a module whose modules are not at hand, found without a parser.
 * @param covered the directories that need not be looked into again; those that are looked into are added
 */
export function unreadBelow(
  top: string,
  callPath: string,
  installed: Installed,
  covered: Set<string>,
  survey: Survey,
): readonly UnreadModule[] {
  const found: UnreadModule[] = [];
  const pending = [{ directory: top, path: callPath }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { directory, path } = next;
    if (covered.has(directory)) continue;
    covered.add(directory);
    for (const call of survey.scan(directory).calls) {
      if (call.isOff) continue;
      const inner = path === '' ? call.name : `${path}.${call.name}`;
      const reached = moduleDirectory(call.source, inner, directory, { ...survey, installed });
      if (reached !== null) pending.push({ directory: reached, path: inner });
      else
        found.push(unreadModule(placed(call, inner, directory, survey), directory, survey.sandbox));
    }
  }
  return found;
}

function placed(
  { source, version, file, line }: Directory['calls'][number],
  callPath: string,
  directory: string,
  { show }: Survey,
): Written {
  const path = show(join(directory, file));
  const at = { kind: 'source', path, line, column: 1, endLine: line, endColumn: 1 } as const;
  return { callPath, source, version, at };
}

/** Collects the calls of a root module whose modules are not at hand, each once. */
export interface UnreadCalls {
  readonly note: (module: UnreadModule, reaches: () => readonly string[] | null) => void;
  /** The one gap about them; null where there is none. */
  readonly gap: (scope: string, directory: string, resources: readonly Resource[]) => Gap | null;
}

export function unreadCalls(): UnreadCalls {
  const found = new Map<string, UnreadModule>();
  const passed: (() => readonly string[] | null)[] = [];
  return {
    note: (module, reaches) => {
      const key = JSON.stringify([module.address, module.at]);
      if (!found.has(key)) found.set(key, module);
      passed.push(reaches);
    },
    gap: (scope, directory, resources) => {
      const reached = passed.map((reaches) => reaches());
      const isLimited = !reached.includes(null);
      const identities = reached.flatMap((all) => all ?? []);
      const hiding = isLimited ? { reaches: withTargets(identities, resources) } : {};
      return unreadGap(scope, directory, [...found.values()], { hides: everyKind, ...hiding });
    },
  };
}

/** What is reached, and what an alias, a data source or another object among it stands for. */
function withTargets(
  identities: readonly string[],
  resources: readonly Resource[],
): readonly string[] {
  const byIdentity = new Map(resources.map((resource) => [resource.identity, resource]));
  const found = new Set(identities);
  for (const identity of found) {
    const resource = byIdentity.get(identity);
    for (const name of ['key_id', 'target_key_id', 'cluster_id', 'primary_key_arn']) {
      const branches = resource?.attribute(name).references.branches ?? [];
      for (const inner of branches.flatMap((branch) => branch.identities)) found.add(inner);
    }
  }
  return [...found];
}

/**
 * The one gap of a root module about the modules that were not read; null where all were.
 * @param directory where to run what fetches them, as printed
 */
export function unreadGap(
  scope: string,
  directory: string,
  unread: readonly UnreadModule[],
  hiding: Pick<Gap, 'hides' | 'reaches'>,
): Gap | null {
  const modules = unread.toSorted((a, b) => (a.address < b.address ? -1 : 1));
  const [first] = modules;
  if (first === undefined) return null;
  const what = describeUnread(directory, modules);
  return { scope, reason: 'unresolved-module', what, ...hiding, modules, at: first.at };
}
