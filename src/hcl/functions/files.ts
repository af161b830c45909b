import { createHash } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import { matchFiles } from './fileset.ts';
import { asMap, asText } from '../value/convert.ts';
import { evaluate } from '../language/evaluate.ts';
import { callBuiltin } from './index.ts';
import { bareEnvironment } from '../language/inputs.ts';
import { templateOf } from '../syntax/json-file.ts';
import type { Expr } from '../language/ast.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Work } from '../value/work.ts';
import { decode } from '../sandbox.ts';
import { deepMarked, derive } from '../value/symbol.ts';
import { spend } from '../value/work.ts';
import {
  bool,
  EvaluationError,
  fail,
  isKnown,
  isQuotable,
  text,
  unknownVal,
  type Val,
} from '../value/value.ts';

/** What functions that read files take. */
export interface Files {
  /** Relative paths stand below it: the directory of the root module. */
  readonly directory: string;
  readonly sandbox: Sandbox;
  readonly work: Work;
  /** The meaning of an expression of a template. */
  readonly meaning: (path: string, source: string) => Expr;
}

type Call = (name: string, args: readonly Val[]) => Val;

const hashes: Readonly<Record<string, readonly [string, 'hex' | 'base64']>> = {
  filemd5: ['md5', 'hex'],
  filesha1: ['sha1', 'hex'],
  filesha256: ['sha256', 'hex'],
  filesha512: ['sha512', 'hex'],
  filebase64sha256: ['sha256', 'base64'],
  filebase64sha512: ['sha512', 'base64'],
};
const fileFunctions: ReadonlySet<string> = new Set([
  ...Object.keys(hashes),
  'file',
  'filebase64',
  'fileexists',
  'fileset',
  'templatefile',
  'templatestring',
  'basename',
  'dirname',
]);

const unquoted = (value: Val): Val => ({ ...value, unquoted: true });

/** What is wrong with a template would quote it. */
function untold(compute: () => Val): Val {
  try {
    return compute();
  } catch (error) {
    if (error instanceof EvaluationError) return fail('a template cannot be evaluated');
    throw error;
  }
}

/** Calls functions, those that read files among them: inside the sandbox only. */
export function fileCalls(files: Files, directory: string): Call {
  const call: Call = (name, args) => {
    if (!fileFunctions.has(name))
      return callBuiltin(name, args, (steps) => spend(files.work, steps));
    const [path] = args;
    if (path === undefined) return fail(`${name} wants a path`);
    if (!isKnown(path)) return derive((all) => `${name}(${all.join(', ')})`, args);
    const written = asText(path);
    if (name === 'basename') return deepMarked(text(basename(written)), args);
    if (name === 'dirname') return deepMarked(text(dirname(written)), args);
    if (name === 'templatestring') return deepMarked(template(written, args[1], directory), args);
    const shown = isQuotable(path) ? `"${written}"` : '';
    return deepMarked(callOnFile(name, written, args[1], shown), args);
  };
  const template = (content: string, given: Val | undefined, file: string): Val => {
    if (given === undefined || given.t === 'unknown') {
      return unknownVal('unresolved-reference', 'the variables of a template');
    }
    const environment = bareEnvironment({ work: files.work, call });
    return untold(() => {
      const expr = templateOf(content, (source) => files.meaning(file, source));
      return evaluate(expr, { ...environment, names: asMap(given) });
    });
  };
  const callOnFile = (
    name: string,
    written: string,
    second: Val | undefined,
    shown: string,
  ): Val => {
    const path = resolve(files.directory, written);
    if (name === 'fileset') {
      return second === undefined
        ? fail('fileset wants a pattern')
        : matchFiles(path, asText(second), files.sandbox);
    }
    const read = files.sandbox.read(path);
    if (name === 'fileexists') return bool('content' in read);
    if ('refused' in read)
      return unknownVal('unreadable-input', `${name}(${shown}): ${read.refused}`);
    const hash = hashes[name];
    if (hash !== undefined) return text(createHash(hash[0]).update(read.content).digest(hash[1]));
    if (name === 'filebase64') return unquoted(text(read.content.toString('base64')));
    const content = decode(read.content) ?? fail('the file is not UTF-8');
    return unquoted(name === 'file' ? text(content) : template(content, second, path));
  };
  return call;
}
