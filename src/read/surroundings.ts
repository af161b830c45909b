import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { holdsConfiguration, rootModuleBeside } from './input/root-module.ts';
import type { ReadOptions } from './options.ts';

/** What a run knows of where the configurations of its documents lie. */
export interface Surroundings {
  /** `--source`, absolute. */
  readonly source: string | null;
  /** A directory and its root module, looked up once: thousands of documents may lie in one. */
  readonly lookAt: (directory: string) => Place;
}

/** A directory that a document lies in. */
interface Place {
  /** Without links. */
  readonly directory: string;
  /** Relative to its repository; null where the directory holds no configuration. */
  readonly rootModule: string | null;
}

/** @throws UserError where `--source` names a directory without a configuration */
export function lookAround(options: ReadOptions): Surroundings {
  const seen = new Map<string, Place>();
  return {
    source: namedSource(options),
    lookAt: (directory) => {
      const place = seen.get(directory) ?? {
        directory: realpathSync(directory),
        rootModule: rootModuleBeside(directory),
      };
      seen.set(directory, place);
      return place;
    },
  };
}

/** Where the configuration of a document is looked for; null where the document lies in no directory. */
export interface Beside {
  readonly place: Place | null;
  readonly isSourceNamed: boolean;
}

/** @param directory the one that the document lies in */
export function besideOf(directory: string, { source, lookAt }: Surroundings): Beside {
  return { place: lookAt(source ?? directory), isSourceNamed: source !== null };
}

/** A document that is at hand as text alone. */
export const nowhere: Beside = { place: null, isSourceNamed: false };

/** The directory that `--source` names. @throws UserError where it holds no configuration */
function namedSource({ directory, source }: ReadOptions): string | null {
  if (source === undefined) return null;
  const path = resolve(directory, source);
  if (holdsConfiguration(path)) return path;
  throw new UserError(
    `--source ${source}: no Terraform or OpenTofu configuration there; name the directory that the plan was made in`,
  );
}
