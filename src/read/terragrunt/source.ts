import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Unit } from './unit.ts';
import type { Reader } from '../unit/reader.ts';

/** The directory of the module that a unit runs, or what keeps it from being read. */
export type UnitModule =
  | { readonly directory: string }
  /** Not there: a path that leads nowhere. */
  | { readonly missing: string }
  /** Not fetched: the source as written. */
  | { readonly unfetched: string }
  /** Why not has been told. */
  | { readonly untold: true };

/**
 * Where a unit's module is (Terragrunt, "terraform block", `source`): a local path, the unit itself where no source is
 * written, or what an earlier run has fetched below `.terragrunt-cache`.
 */
export function moduleOf(unit: Unit, written: string | null, reader: Reader): UnitModule {
  const { sandbox } = reader;
  const own = sandbox.directory(unit.directory);
  if (written === null) return own === null ? { missing: unit.directory } : { directory: own };
  if (/^(?:\.{1,2}(?:\/|$)|\/)/.test(written)) {
    const path = resolve(unit.directory, written.replace(/(?<=[^/])\/\/(?=[^/])/, '/'));
    const directory = sandbox.directory(path);
    return directory === null ? { missing: written } : { directory };
  }
  const inside = /^[^?]*?[^:/]\/\/([^?]*)/.exec(written)?.[1] ?? '';
  const cached = cachedIn(join(unit.directory, '.terragrunt-cache'), inside, reader);
  return cached === null ? { unfetched: written } : { directory: cached };
}

/** Terragrunt keeps what it fetches in two levels of hashes; with several copies nobody knows which one counts. */
function cachedIn(cache: string, inside: string, { sandbox }: Reader): string | null {
  const found = foldersIn(cache).flatMap((outer) =>
    foldersIn(outer).flatMap((inner) => sandbox.directory(join(inner, inside)) ?? []),
  );
  const [only, other] = found;
  return other === undefined ? (only ?? null) : null;
}

function foldersIn(path: string): readonly string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(path, name))
      .toSorted();
  } catch {
    return [];
  }
}
