import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileCalls } from '../../hcl/functions/files.ts';
import { asText } from '../../hcl/value/convert.ts';
import { derive } from '../../hcl/value/symbol.ts';
import { fail, isKnown, text, unknownVal, type Val } from '../../hcl/value/value.ts';
import { deepMerge } from './merge.ts';
import { configValue } from './resolve.ts';
import type { Config, Frame } from './unit.ts';
import type { Reader } from '../unit/reader.ts';

type Call = (name: string, args: readonly Val[]) => Val;
type Read = (frame: Pick<Frame, 'file' | 'directory' | 'isIncluded'>) => Config;

/** What a function of Terragrunt gets: the file that calls it, and its arguments as texts. */
interface Calling {
  readonly config: Config;
  readonly reader: Reader;
  readonly read: Read;
  readonly texts: readonly string[];
  readonly args: readonly Val[];
}

/**
 * Terragrunt's functions (Terragrunt, "HCL functions"), beside Terraform's. Those that ask the machine, a cloud or another
 * program are unknown by their names.
 */
const functions: Readonly<Record<string, (calling: Calling) => Val>> = {
  find_in_parent_folders: ({ config, reader, texts, args }) => {
    const [name = 'terragrunt.hcl'] = texts;
    const found = findAbove(config.frame.directory, name, reader.sandbox.root);
    if (found !== null) return text(found);
    return args[1] ?? fail(`no folder above has a ${name}`);
  },
  path_relative_to_include: ({ config, texts }) =>
    text(pathBetween(includeDirectory(config, texts[0]), config.frame.directory)),
  path_relative_from_include: ({ config, texts }) =>
    text(pathBetween(config.frame.directory, includeDirectory(config, texts[0]))),
  get_terragrunt_dir: ({ config }) => text(config.frame.directory),
  get_original_terragrunt_dir: ({ config }) => text(config.frame.unit.directory),
  get_parent_terragrunt_dir: ({ config, texts }) => text(includeDirectory(config, texts[0])),
  get_repo_root: ({ reader }) => text(reader.sandbox.root),
  get_path_from_repo_root: ({ config, reader }) =>
    text(pathBetween(reader.sandbox.root, config.frame.directory)),
  get_path_to_repo_root: ({ config, reader }) =>
    text(pathBetween(config.frame.directory, reader.sandbox.root)),
  mark_as_read: ({ args }) => args[0] ?? fail('mark_as_read wants a path'),
  mark_glob_as_read: ({ args }) => args[0] ?? fail('mark_glob_as_read wants a pattern'),
  deep_merge: ({ args }) => args.reduce(deepMerge),
  read_terragrunt_config: ({ config, reader, read, texts, args }) => {
    const [written = fail('read_terragrunt_config wants a path')] = texts;
    const file = resolve(dirname(config.frame.file), written);
    const isThere = 'content' in reader.sandbox.read(file);
    if (!isThere && args[1] !== undefined) return args[1];
    const inner = read({ file, directory: dirname(file), isIncluded: false });
    return configValue(`read_terragrunt_config("${basename(file)}")`, inner);
  },
};

/** What the outside decides: the environment, AWS, or a program. */
const outside: ReadonlySet<string> = new Set([
  'get_env',
  'get_platform',
  'get_working_dir',
  'get_terraform_command',
  'get_terraform_cli_args',
  'get_terraform_commands_that_need_vars',
  'get_terraform_commands_that_need_input',
  'get_terraform_commands_that_need_locking',
  'get_terraform_commands_that_need_parallelism',
  'get_terragrunt_source_cli_flag',
  'get_default_retryable_errors',
  'get_aws_account_id',
  'get_aws_account_alias',
  'get_aws_caller_identity_arn',
  'get_aws_caller_identity_user_id',
  'run_cmd',
  'read_tfvars_file',
  'sops_decrypt_file',
  'constraint_check',
]);

/** Calls functions in a configuration file: Terragrunt's own, and Terraform's with paths that start at the file. */
export function callsIn(config: Config, reader: Reader, read: Read): Call {
  const directory = dirname(config.frame.file);
  const { sandbox, work, meaning } = reader;
  const others = fileCalls({ sandbox, work, meaning, directory }, directory);
  return (name, args) => {
    const own = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (own !== undefined) {
      const first = args[0];
      if (name !== 'deep_merge' && first !== undefined && !isKnown(first)) {
        return derive((all) => `${name}(${all.join(', ')})`, args);
      }
      const texts = args.flatMap((arg) => (arg.t === 'string' ? [asText(arg)] : []));
      return own({ config, reader, read, texts, args });
    }
    return outside.has(name) ? ofOutside(name, args) : others(name, args);
  };
}

/** Equal calls are equal values, but for programs. */
function ofOutside(name: string, args: readonly Val[]): Val {
  if (name === 'run_cmd') return unknownVal('unsupported-function', 'run_cmd()');
  const spelled = name === 'get_env' && args[0]?.t === 'string' ? `"${args[0].v}"` : '';
  const symbol = `${name}(${spelled})`;
  return unknownVal('unsupported-function', symbol, args.length > 1 ? undefined : symbol);
}

/** The nearest folder above that has the name, and the path of it there; never above the root. */
function findAbove(start: string, name: string, root: string): string | null {
  for (let here = dirname(start); isWithin(here, root); here = dirname(here)) {
    const candidate = join(here, name);
    if (existsSync(candidate)) return candidate;
    if (here === root) return null;
  }
  return null;
}

function isWithin(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** The directory of the file that the unit includes under the name, or of its only one; its own where it includes none. */
function includeDirectory(config: Config, name: string | undefined): string {
  const { frame } = config;
  if (frame.isIncluded) return dirname(frame.file);
  const inclusions = config.inclusions();
  if (inclusions.length === 0) return frame.directory;
  const found = name === undefined ? inclusions : inclusions.filter((one) => one.name === name);
  const [only, other] = found;
  if (only === undefined || other !== undefined)
    return fail('which include is meant cannot be told');
  return only.file === null ? fail('the include was not read') : dirname(only.file);
}

function pathBetween(from: string, to: string): string {
  const path = relative(from, to);
  return path === '' ? '.' : path.split(sep).join('/');
}
