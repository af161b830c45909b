import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as minimatch from 'minimatch';
import type * as re2js from 're2js';
import type * as yaml from 'yaml';
import { assetModule, isOneFile } from './assets.ts';

interface Libraries {
  readonly re2js: typeof re2js;
  readonly minimatch: typeof minimatch;
  readonly yaml: typeof yaml;
}

/** The libraries that few inputs need, loaded when first used; the build gives each a file of its own. */
export function library<Name extends keyof Libraries>(name: Name): Libraries[Name] {
  if (isOneFile) return assetModule(`${name}.cjs`);
  const built = fileURLToPath(new URL(`./${name}.cjs`, import.meta.url));
  return createRequire(import.meta.url)(existsSync(built) ? built : name);
}
