import { dirname, join } from 'node:path';
import { existsSync, readdirSync } from 'node:fs';
import type { Expr } from '../../../hcl/language/ast.ts';
import { decodeJson } from '../../../hcl/functions/encoding/json.ts';
import type { Argument, Block } from '../../../hcl/language/source.ts';
import type { EntryUnit } from './entries.ts';
import type { Flaw, ModuleSource } from './module-source.ts';
import { readFile, type Session } from './load.ts';
import { decode, sandboxAround, type Sandbox } from '../../../hcl/sandbox.ts';
import { startOf } from '../../../hcl/language/source.ts';
import { EvaluationError, text, type Val, fail } from '../../../hcl/value/value.ts';

/** `--var name=value` or `--var-file path`, in the order of the command line. */
export type Assignment =
  | { readonly kind: 'value'; readonly name: string; readonly value: string }
  | { readonly kind: 'file'; readonly path: string };

type Given = Map<string, Argument | Val>;

/** The values given to an entry module's variables, in Terraform's order of precedence. */
export function givenValues(
  module: ModuleSource,
  session: Session,
  assignments: readonly Assignment[],
  environment: Readonly<Record<string, string | undefined>>,
  note: (flaw: Flaw) => void,
  unit: EntryUnit | undefined,
): ReadonlyMap<string, Argument | Val> {
  const given: Given = new Map();
  const take = (path: string, sandbox: Sandbox): void =>
    readVariables(path, { ...session, sandbox }, given, note);
  for (const [name, block] of module.variables) {
    const passed = unit?.given(name) ?? null;
    if (passed !== null) given.set(name, passed);
    const value = environment[`TF_VAR_${name}`];
    if (value !== undefined) given.set(name, spoken(name, value, block, session));
  }
  const directories = [...new Set([module.directory, unit?.directory ?? module.directory])];
  const found = directories.flatMap(variableFiles);
  for (const path of [...found, ...(unit?.variableFiles ?? [])]) take(path, session.sandbox);
  for (const assignment of assignments) {
    if (assignment.kind === 'file') take(assignment.path, sandboxAround(dirname(assignment.path)));
    else {
      const { name, value } = assignment;
      given.set(name, spoken(name, value, module.variables.get(name), session));
    }
  }
  return given;
}

function variableFiles(directory: string): readonly string[] {
  const names = namesIn(directory).filter((name) => /\.tfvars(?:\.json)?$/.test(name));
  const fixed = ['terraform.tfvars', 'terraform.tfvars.json'].filter((name) =>
    names.includes(name),
  );
  const automatic = names.filter((name) => /\.auto\.tfvars(?:\.json)?$/.test(name)).toSorted();
  return [...fixed, ...automatic].map((name) => join(directory, name));
}

/** A stack's unit has no directory before Terragrunt makes it. */
function namesIn(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

function readVariables(
  path: string,
  session: Session,
  given: Given,
  note: (flaw: Flaw) => void,
): void {
  if (path.endsWith('.json')) {
    readJsonVariables(path, session, given, note);
    return;
  }
  const file = readFile(path, session);
  if ('reason' in file) note(file);
  else for (const [name, argument] of file.body.args) given.set(name, argument);
}

function readJsonVariables(
  path: string,
  session: Session,
  given: Given,
  note: (flaw: Flaw) => void,
): void {
  const refuse = (why: string): void =>
    note({
      reason: 'unreadable-input',
      what: `${session.show(path)}: ${why}`,
      at: startOf(session.show(path)),
    });
  const read = session.sandbox.read(path);
  if ('refused' in read) {
    refuse(read.refused);
    return;
  }
  try {
    const value = decodeJson(decode(read.content) ?? '');
    if (value.t === 'object') for (const [name, inner] of value.v) given.set(name, inner);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    refuse('it is not JSON');
  }
}

/** A value from the command line is a text where the variable is one, else an expression. */
function spoken(
  name: string,
  value: string,
  block: Block | undefined,
  session: Session,
): Argument | Val {
  const type = block?.body.args.get('type')?.source.replaceAll('"', '').trim();
  if (type === undefined || type === 'string' || type === 'any') return text(value);
  if (type === 'number' || type === 'bool') return text(value);
  const at = startOf('command line');
  return {
    name,
    source: value,
    at,
    locate: () => at,
    expression: () => understood(name, () => session.meanings.of('--var', value)),
    askAhead: () => undefined,
  };
}

/** What the parser complains of would quote the value. */
function understood(name: string, meaning: () => Expr): Expr {
  try {
    return meaning();
  } catch (error) {
    if (error instanceof EvaluationError)
      return fail(`the value given for var.${name} is no expression`);
    throw error;
  }
}
