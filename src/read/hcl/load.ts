import { join } from 'node:path';
import type { SourceLocation } from '../../model/location.ts';
import { readJsonFile } from './json-file.ts';
import { meaningOf } from './meaning.ts';
import { assemble, isOverride, orderFiles, type Flaw, type ModuleSource } from './module-source.ts';
import type { HclParser } from './parser.ts';
import type { Finder } from './place.ts';
import { decode, type Sandbox } from './sandbox.ts';
import { startOf, type SourceFile } from './source.ts';
import type { Directory } from './walk.ts';

/** What reading files takes. */
export interface Session {
  readonly parser: HclParser;
  readonly find: Finder;
  readonly sandbox: Sandbox;
  readonly scan: (path: string) => Directory;
  /** A path as it is printed. */
  readonly show: (path: string) => string;
  /** Every file read, by its printed path. */
  readonly files: Map<string, SourceFile>;
}

const maxNesting = 250;

/** Reads the modules of directories, each once. */
export function loader(session: Session): (directory: string) => ModuleSource {
  const loaded = new Map<string, ModuleSource>();
  return (directory) => {
    const before = loaded.get(directory);
    if (before !== undefined) return before;
    const module = loadModule(directory, session);
    loaded.set(directory, module);
    return module;
  };
}

function loadModule(directory: string, session: Session): ModuleSource {
  const flaws: Flaw[] = [];
  const read = (names: readonly string[]): readonly SourceFile[] =>
    names.flatMap((name) => {
      const result = readFile(join(directory, name), session);
      if ('reason' in result) flaws.push(result);
      return 'reason' in result ? [] : [result];
    });
  const names = orderFiles(session.scan(directory).files);
  const primary = read(names.filter((name) => !isOverride(name)));
  return assemble(directory, primary, read(names.filter(isOverride)), flaws);
}

/** The blocks of a file, or why there are none. */
export function readFile(path: string, session: Session): SourceFile | Flaw {
  const shown = session.show(path);
  const before = session.files.get(shown);
  if (before !== undefined) return before;
  const result = session.sandbox.read(path);
  if ('refused' in result) return flaw(shown, result.refused);
  const text = decode(result.content);
  if (text === null) return flaw(shown, 'it is not UTF-8');
  const file = parse(shown, text, session);
  if (!('reason' in file)) session.files.set(shown, file);
  return file;
}

function parse(path: string, text: string, { parser, find }: Session): SourceFile | Flaw {
  if (nesting(text) > maxNesting) return limit(path, 'its brackets are nested too deeply');
  const meaning = (at: string, source: string) => meaningOf(parser, at, source);
  if (path.endsWith('.json')) {
    try {
      return readJsonFile(path, text, meaning);
    } catch (error) {
      return flaw(path, error instanceof Error ? error.message : 'it is not JSON');
    }
  }
  const accepted = parser.file(path, text);
  const found = find(path, text, meaning);
  const { error, crashed } = accepted();
  if (crashed === true) return limit(path, 'the parser did not answer');
  if (error !== undefined) return diagnostic(path, error);
  return found ?? flaw(path, 'its blocks could not be located');
}

/** The deepest nesting of brackets, brackets in texts and comments included. */
function nesting(text: string): number {
  let [depth, deepest] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x28 || c === 0x5b || c === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (c === 0x29 || c === 0x5d || c === 0x7d) depth--;
  }
  return deepest;
}

function flaw(path: string, why: string, at: SourceLocation = startOf(path)): Flaw {
  return { reason: 'unreadable-input', what: `${path}: ${why}`, at };
}

function limit(path: string, why: string): Flaw {
  return { ...flaw(path, why), reason: 'evaluation-limit' };
}

/** Terraform's own diagnostic, with its place. */
function diagnostic(path: string, error: string): Flaw {
  const match = /:(\d+),(\d+)-(?:(\d+),)?(\d+): ([\s\S]*)$/.exec(error);
  const [, line, column, endLine, endColumn, message] = match ?? [];
  if (line === undefined || column === undefined) return flaw(path, error);
  const at: SourceLocation = {
    kind: 'source',
    path,
    line: Number(line),
    column: Number(column),
    endLine: Number(endLine ?? line),
    endColumn: Number(endColumn),
  };
  const told = (message ?? error).trim().replace(/\]$/, '');
  return flaw(path, told.replaceAll(/\s+/g, ' '), at);
}
