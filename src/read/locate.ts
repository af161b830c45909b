import type { Finding } from '../model/finding.ts';
import type { Scope } from '../model/inventory.ts';
import type { Comment } from './configuration/index.ts';
import type { Places } from './configuration/places.ts';

/** Findings with their places in the configuration, and the comments of the files that hold these. */
export interface Located {
  readonly findings: readonly Finding[];
  readonly comments: ReadonlyMap<string, readonly Comment[]>;
}

/**
 * Adds to the findings of a plan where the configuration that it was made from writes them. Nothing is loaded where none
 * is known, or nothing is wrong; a configuration that cannot be read adds nothing.
 */
export async function locateFindings(
  findings: readonly Finding[],
  scopes: readonly Scope[],
  directory: string,
): Promise<Located> {
  const directories = new Map(scopes.map((scope) => [scope.id, scope.directory]));
  const found = new Map<string, Places | null>();
  for (const { scope } of findings.filter(needsPlace)) {
    const path = directories.get(scope);
    if (path !== undefined && !found.has(path)) found.set(path, await placesIn(path, directory));
  }
  const located = findings.map((finding) => {
    const path = needsPlace(finding) ? directories.get(finding.scope) : undefined;
    const places = path === undefined ? null : (found.get(path) ?? null);
    return places === null ? finding : locate(finding, places);
  });
  const comments = [...found.values()].flatMap((places) => [...(places?.comments() ?? [])]);
  return { findings: located, comments: new Map(comments) };
}

function needsPlace({ kind, location }: Finding): boolean {
  return (kind === 'fail' || kind === 'open') && location.kind === 'plan';
}

async function placesIn(path: string, directory: string): Promise<Places | null> {
  const { loadFinder, openPlaces } = await import('./configuration/places.ts');
  const find = await loadFinder();
  return unlessVanished(() => openPlaces(path, directory, find));
}

/** Null where the file system refuses: the configuration vanished meanwhile, or may not be read. */
export function unlessVanished<T>(look: () => T): T | null {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return null;
    throw error;
  }
}

function locate(finding: Finding, places: Places): Finding {
  const { location, subject } = finding;
  if (location.kind !== 'plan' || location.source !== null) return finding;
  const source = unlessVanished(() => places.placeOf(subject, argumentIn(location.pointer)));
  return source === null ? finding : { ...finding, location: { ...location, source } };
}

/** The resource's argument that a pointer leads to; null where it leads to the resource. */
function argumentIn(pointer: string): string | null {
  const match = /\/(?:change\/(?:after|before|after_unknown)|values|expressions)\/([^/]+)/.exec(
    pointer,
  );
  return match?.[1] ?? null;
}
