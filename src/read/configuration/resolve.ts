import { relative, sep } from 'node:path';
import type { Step } from '../../hcl/language/ast.ts';
import type { CallSet } from './call-set.ts';
import type { Resolved } from '../../hcl/language/environment.ts';
import type { Instance } from '../../hcl/language/expand.ts';
import type { ModuleSource } from './modules/module-source.ts';
import type { ResourceSet } from './resources/resource-set.ts';
import type { Root } from './root.ts';
import { fail, text, unknownVal, type Val } from '../../hcl/value/value.ts';

/** What a reference can reach. */
export interface Reachable {
  readonly variables: (name: string) => Val;
  readonly locals: (name: string) => Val;
  readonly resources: (key: string) => ResourceSet;
  readonly calls: (name: string) => CallSet<unknown>;
  readonly source: ModuleSource;
  /** Address of the module instance with a dot, or empty. */
  readonly prefix: string;
  readonly root: Root;
  readonly directory: string;
  readonly instance: Instance | null;
}

/** The object that the beginning of a reference names, and the steps that are left. */
export function resolveReference(name: string, path: readonly Step[], at: Reachable): Resolved {
  const [first = '', ...rest] = path;
  const word = String(first);
  switch (name) {
    case 'var':
      return { value: at.variables(word), rest };
    case 'local':
      return { value: at.locals(word), rest };
    case 'module':
      return { value: moduleValue(word, at), rest };
    case 'data': {
      const [second = '', ...tail] = rest;
      return { value: resourceValue(`data.${word}.${second}`, at), rest: tail };
    }
    case 'each':
    case 'count':
      return { value: instanceName(`${name}.${word}`, at.instance), rest };
    case 'path':
      return { value: pathValue(word, at), rest };
    case 'terraform':
    case 'tofu':
      return { value: terraformValue(word, at), rest };
    case 'self':
    case 'ephemeral':
      return { value: missing(`${name}.${word}`, at), rest };
    default:
      if (path.length === 0) return fail(`${name} is not a reference`);
      return { value: resourceValue(`${name}.${word}`, at), rest };
  }
}

function resourceValue(key: string, at: Reachable): Val {
  return at.source.resources.has(key) ? at.resources(key).value : missing(key, at);
}

function moduleValue(name: string, at: Reachable): Val {
  return at.source.calls.has(name) ? at.calls(name).value : missing(`module.${name}`, at);
}

function missing(key: string, { prefix }: Reachable): Val {
  return unknownVal('unresolved-reference', key, prefix + key);
}

function unset(name: string): Val {
  return { ...unknownVal('unset-variable', name, name), text: true, sure: true };
}

function instanceName(name: string, instance: Instance | null): Val {
  const found = instance === null ? undefined : [...instance.names].find(([key]) => key === name);
  return found === undefined ? fail(`${name} has no meaning here`) : found[1];
}

function terraformValue(name: string, { root: { workspace } }: Reachable): Val {
  if (name !== 'workspace' || workspace === null) return unset(`terraform.${name}`);
  return text(workspace);
}

function pathValue(name: string, { root, directory }: Reachable): Val {
  if (name === 'root') return text('.');
  if (name !== 'module') return unset(`path.${name}`);
  const shown = relative(root.entry.path, directory).split(sep).join('/');
  return text(shown === '' ? '.' : shown);
}
