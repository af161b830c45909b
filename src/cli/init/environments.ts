import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compareText } from '../../text/compare.ts';

/** Where teams keep the values of their environments: in the root module, or in one of these directories below it. */
const places = ['', 'env', 'envs', 'environments', 'vars', 'tfvars'];

/** Files that Terraform loads by itself are no environment's. */
const automatic = /^terraform\.tfvars$|\.auto\.tfvars$/;

/** The environments that files with values tell of, as the configuration names them. */
export type Found = Readonly<Record<string, { readonly varFiles: readonly string[] }>>;

/** @param modules directories that hold configuration, absolute */
export function findEnvironments(modules: readonly string[]): Found {
  const files = new Set(modules.flatMap((module) => places.flatMap((at) => valuesIn(module, at))));
  const names = new Map<string, string>();
  for (const file of [...files].toSorted(compareText)) {
    const short = basename(file, '.tfvars');
    const taken = [...names.keys()].filter((name) => name.replace(/ \(\d+\)$/, '') === short);
    names.set(taken.length === 0 ? short : `${short} (${taken.length + 1})`, file);
  }
  return Object.fromEntries([...names].map(([name, file]) => [name, { varFiles: [file] }]));
}

/** Relative to the module. */
function valuesIn(module: string, at: string): readonly string[] {
  return namesIn(join(module, at))
    .filter((name) => name.endsWith('.tfvars') && !(at === '' && automatic.test(name)))
    .map((name) => (at === '' ? name : `${at}/${name}`));
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
