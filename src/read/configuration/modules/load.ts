import { basename, join } from 'node:path';
import type { SourceLocation } from '../../../model/location.ts';
import { readJsonFile } from '../../../hcl/syntax/json-file.ts';
import { askAhead } from './ahead.ts';
import type { Meanings } from '../../../hcl/syntax/meaning.ts';
import { isOverride, orderFiles, substituteOf } from './file-order.ts';
import { assemble, type Flaw, type ModuleSource } from './module-source.ts';
import type { HclParser } from '../../../hcl/syntax/parser.ts';
import type { Finder } from '../../../hcl/syntax/place.ts';
import { decode, type Sandbox } from '../../../hcl/sandbox.ts';
import { startOf, type Body, type SourceFile } from '../../../hcl/language/source.ts';
import type { GeneratedFile } from '../../terragrunt/generate.ts';
import type { Directory } from './walk.ts';

/** What reading files takes. */
export interface Session {
  readonly parser: HclParser;
  readonly meanings: Meanings;
  readonly find: Finder;
  readonly sandbox: Sandbox;
  readonly scan: (path: string) => Directory;
  /** A path as it is printed. */
  readonly show: (path: string) => string;
  /** Every file read, by its printed path. */
  readonly files: Map<string, SourceFile>;
}

const maxNesting = 250;
/** The parsers take seconds and hundreds of megabytes for a few megabytes of text. */
const maxModuleSize = 3 << 19;

/** Reads the modules of directories, each once. */
export interface Loader {
  /** Begins on a directory that will be wanted soon. */
  readonly start: (directory: string) => void;
  readonly load: (directory: string) => ModuleSource;
  /** A module with files that are written into it before it runs; those of another directory, and generated ones. */
  readonly loadWith: (directory: string, added: Added) => ModuleSource;
}

/** What a module gets besides its own files. */
export interface Added {
  /** Files that replace those of the same name. */
  readonly paths: readonly string[];
  readonly generated: readonly GeneratedFile[];
}

export function loader(session: Session): Loader {
  const started = new Map<string, () => ModuleSource>();
  const start = (directory: string): (() => ModuleSource) => {
    const load = started.get(directory) ?? once(startModule(directory, session));
    started.set(directory, load);
    return load;
  };
  return {
    start,
    load: (directory) => start(directory)(),
    loadWith: (directory, added) => assembleWith(directory, added, session),
  };
}

function once<T extends object>(compute: () => T): () => T {
  let value: T | null = null;
  return () => (value ??= compute());
}

function startModule(directory: string, session: Session): () => ModuleSource {
  const { files: all } = session.scan(directory);
  const names = orderFiles(all);
  const hidden = all
    .filter((name) => !names.includes(name))
    .map((name) => [substituteOf(name), startFile(join(directory, name), session)] as const);
  let left = maxModuleSize;
  const started = names.map((name) => {
    const path = join(directory, name);
    left -= session.sandbox.size(path);
    if (left >= 0) return [name, startFile(path, session)] as const;
    const shown = session.show(path);
    const why = `with this file the module is larger than ${maxModuleSize} bytes`;
    return [name, () => limit(shown, why)] as const;
  });
  return () => {
    const files = started.map(([name, read]) => [name, read()] as const);
    const pick = (wanted: (name: string) => boolean): readonly SourceFile[] =>
      files.flatMap(([name, file]) => ('reason' in file || !wanted(name) ? [] : [file]));
    const flaws = files.flatMap(([, file]) => ('reason' in file ? [file] : []));
    const primary = pick((name) => !isOverride(name));
    const module = assemble(directory, primary, pick(isOverride), flaws);
    askAhead(module);
    const replaced = hidden.flatMap(([by, read]) => {
      const file = read();
      return 'reason' in file ? [] : file.body.blocks.map((block) => ({ block, by }));
    });
    return { ...module, replaced };
  };
}

function assembleWith(
  directory: string,
  { paths, generated }: Added,
  session: Session,
): ModuleSource {
  const own = orderFiles(session.scan(directory).files);
  const files = new Map(
    own.map((name) => [name, (): SourceFile | Flaw => readFile(join(directory, name), session)]),
  );
  for (const path of paths) files.set(basename(path), () => readFile(path, session));
  for (const file of generated) {
    if (file.ifExists === 'skip' && files.has(file.name)) continue;
    files.set(file.name, () => readGenerated(file, session));
  }
  const read = orderFiles([...files.keys()].toSorted()).map(
    (name) => [name, files.get(name)?.()] as const,
  );
  const pick = (wanted: (name: string) => boolean): readonly SourceFile[] =>
    read.flatMap(([name, file]) =>
      file === undefined || 'reason' in file || !wanted(name) ? [] : [file],
    );
  const flaws = read.flatMap(([, file]) => (file !== undefined && 'reason' in file ? [file] : []));
  return assemble(
    directory,
    pick((name) => !isOverride(name)),
    pick(isOverride),
    flaws,
  );
}

/** What stands in generated text is where the text comes from: nobody has the file itself. */
function readGenerated({ name, content, at }: GeneratedFile, session: Session): SourceFile | Flaw {
  const file = startParsing(`${at.path} (${name})`, content, session)();
  if ('reason' in file) return { ...file, at };
  return { ...file, path: at.path, comments: [], body: relocate(file.body, at) };
}

function relocate(body: Body, at: SourceLocation): Body {
  return {
    args: new Map([...body.args].map(([name, argument]) => [name, { ...argument, at }])),
    blocks: body.blocks.map((block) => ({ ...block, at, body: relocate(block.body, at) })),
  };
}

/** The blocks of a file, or why there are none. */
export function readFile(path: string, session: Session): SourceFile | Flaw {
  return startFile(path, session)();
}

/** Begins on a file; the function that is returned waits for the parser's verdict. */
function startFile(path: string, session: Session): () => SourceFile | Flaw {
  const shown = session.show(path);
  const before = session.files.get(shown);
  if (before !== undefined) return () => before;
  const result = session.sandbox.read(path);
  if ('refused' in result) return () => flaw(shown, result.refused);
  const text = decode(result.content);
  if (text === null) return () => flaw(shown, 'it is not UTF-8');
  const parsed = startParsing(shown, text, session);
  return () => {
    const file = parsed();
    if (!('reason' in file)) session.files.set(shown, file);
    return file;
  };
}

function startParsing(
  path: string,
  text: string,
  { parser, meanings, find }: Session,
): () => SourceFile | Flaw {
  if (nesting(text) > maxNesting) return () => limit(path, 'its brackets are nested too deeply');
  if (path.endsWith('.json')) return () => readJson(path, text, meanings);
  const accepted = parser.file(path, text);
  const found = find(path, text, meanings);
  return () => {
    const { error, crashed } = accepted();
    if (crashed === true) return limit(path, 'the parser did not answer');
    if (error !== undefined) return diagnostic(path, error);
    return found ?? flaw(path, 'its blocks could not be located');
  };
}

function readJson(path: string, text: string, meanings: Meanings): SourceFile | Flaw {
  try {
    return readJsonFile(path, text, meanings);
  } catch (error) {
    return flaw(path, error instanceof Error ? error.message : 'it is not JSON');
  }
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
