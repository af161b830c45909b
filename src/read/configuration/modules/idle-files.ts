import { join } from 'node:path';
import { isHclFile, list } from './walk.ts';

/** No layout hides its environments deeper than this below a root module. */
const deepest = 4;

/**
 * Files with values of variables in a root module and below it that Terraform does not load by itself: someone has to
 * name them. Directories that are modules of their own have their own.
 */
export function idleFilesIn(directory: string): readonly string[] {
  const found: string[] = [];
  const look = (path: string, depth: number): void => {
    const entries = list(path);
    const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    if (depth > 0 && names.some(isHclFile)) return;
    const isLoaded = (name: string): boolean => depth === 0 && automatic.test(name);
    found.push(
      ...names
        .filter((name) => variables.test(name) && !isLoaded(name))
        .map((name) => join(path, name)),
    );
    if (depth === deepest) return;
    for (const entry of entries) {
      const isPassed = entry.name.startsWith('.') || entry.name === 'node_modules';
      if (entry.isDirectory() && !isPassed) look(join(path, entry.name), depth + 1);
    }
  };
  look(directory, 0);
  return found.toSorted();
}

const variables = /\.tfvars(?:\.json)?$/;
const automatic = /^terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/;
