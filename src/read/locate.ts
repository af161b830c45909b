import { dirname, resolve } from 'node:path';
import type { Finding } from '../model/finding.ts';
import type { Comment } from './configuration/index.ts';
import type { Places } from './configuration/places.ts';
import { standardInput } from './input/load.ts';
import { holdsConfiguration } from './input/root-module.ts';

/** Findings with their places in the configuration, and the comments of the files that hold these. */
export interface Located {
  readonly findings: readonly Finding[];
  readonly comments: ReadonlyMap<string, readonly Comment[]>;
}

/**
 * Adds to the findings of a plan where the configuration that lies beside it writes them; a plan on standard input
 * lies in the working directory. Nothing is loaded where there is none, or nothing is wrong; a configuration
 * that cannot be read adds nothing.
 */
export async function locateFindings(
  findings: readonly Finding[],
  directory: string,
): Promise<Located> {
  const found = new Map<string, Places | null>();
  for (const plan of new Set(
    findings.filter(needsPlace).map(({ location }) => location.path ?? ''),
  )) {
    found.set(plan, await placesBeside(plan, directory));
  }
  const located = findings.map((finding) => {
    const places = needsPlace(finding) ? found.get(finding.location.path ?? '') : null;
    return places === null || places === undefined ? finding : locate(finding, places);
  });
  const comments = [...found.values()].flatMap((places) => [...(places?.comments() ?? [])]);
  return { findings: located, comments: new Map(comments) };
}

function needsPlace({ kind, location }: Finding): boolean {
  return (kind === 'fail' || kind === 'open') && location.kind === 'plan';
}

async function placesBeside(plan: string, directory: string): Promise<Places | null> {
  const beside = plan === standardInput ? directory : dirname(resolve(directory, plan));
  if (!holdsConfiguration(beside)) return null;
  const { loadFinder, openPlaces } = await import('./configuration/places.ts');
  const find = await loadFinder();
  return unlessVanished(() => openPlaces(beside, directory, find));
}

/** Null where the file system refuses: the configuration vanished meanwhile, or may not be read. */
function unlessVanished<T>(look: () => T): T | null {
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
