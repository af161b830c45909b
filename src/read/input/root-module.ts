import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const configuration = /\.(?:tf|tofu)(?:\.json)?$/;
const ignored = /^\.|~$|^#.*#$/;

/** The file that makes a directory a Terragrunt unit, and the one that makes it a Terragrunt stack. */
export const unitFile = 'terragrunt.hcl';
export const stackFile = 'terragrunt.stack.hcl';

/** Whether a file of this name holds what `terragrunt render --format json` tells of the unit in its directory. */
export function isRenderedName(name: string): boolean {
  return name === 'terragrunt.rendered.json' || name === 'terragrunt_rendered.json';
}

/** Whether a file of this name belongs to a Terraform stack: its components or its deployments. */
export function isStackName(name: string): boolean {
  return /\.tf(?:component|stack|deploy)\.hcl$/.test(name);
}

/** Whether a file of this name gives a module its variables, and stands for what it runs. */
export function isUnitName(name: string): boolean {
  return name === unitFile || name === stackFile || isRenderedName(name) || isStackName(name);
}

/** Whether Terraform or OpenTofu reads a file of this name. */
export function isConfigurationName(name: string): boolean {
  return configuration.test(name) && !ignored.test(name);
}

/** Whether a directory is a module. */
export function holdsConfiguration(directory: string): boolean {
  try {
    return readdirSync(directory).some(isConfigurationName);
  } catch {
    return false;
  }
}

/**
 * The directory of the module that a file belongs to. Values of variables often lie below their root module, in a directory
 * of their own.
 */
export function moduleAround(file: string): string {
  const own = dirname(file);
  if (!/\.tfvars(?:\.json)?$/.test(file)) return own;
  const top = repositoryOf(own);
  for (let here = own; ; here = dirname(here)) {
    if (holdsConfiguration(here)) return here;
    if (here === top || top === null || here === dirname(here)) return own;
  }
}

/** The root module that a file lies beside, relative to its repository; null where there is none. */
export function rootModuleBeside(directory: string): string | null {
  return holdsConfiguration(directory) ? rootModuleOf(directory) : null;
}

/** A directory relative to its repository. */
export function rootModuleOf(directory: string): string {
  const absolute = resolve(directory);
  const path = relative(repositoryOf(absolute) ?? absolute, absolute);
  return path === '' ? '.' : path.split(sep).join('/');
}

/** The enclosing git repository: nothing outside of it belongs together. */
export function repositoryOf(directory: string): string | null {
  for (let here = resolve(directory); ; here = dirname(here)) {
    if (existsSync(join(here, '.git'))) return here;
    if (here === dirname(here)) return null;
  }
}
