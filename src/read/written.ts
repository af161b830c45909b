import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Block } from '../hcl/language/source.ts';
import type { Scope, Subject } from '../model/inventory.ts';
import type { SourceLocation } from '../model/location.ts';
import type { Places } from './configuration/places.ts';
import { decodeText } from './input/decode.ts';
import { unlessVanished } from './locate.ts';

/** An argument or nested block as it is written; offsets count UTF-16 units from the block's first. */
export interface WrittenPart {
  readonly start: number;
  readonly end: number;
  /** The expression of an argument. */
  readonly source: string;
}

/** A block of a configuration in the native syntax, as somebody wrote it. */
export interface WrittenBlock {
  readonly path: string;
  readonly line: number;
  readonly type: string;
  readonly labels: readonly string[];
  readonly text: string;
  readonly arguments: ReadonlyMap<string, WrittenPart>;
  readonly blocks: readonly WrittenBlock[];
}

/** The files of configurations, looked into again for their own words. */
export interface Written {
  /** The block that declares an object; null where there is none in the native syntax. */
  readonly blockOf: (subject: Subject) => WrittenBlock | null;
  /** Where it is declared, in whatever syntax. */
  readonly placeOf: (subject: Subject) => SourceLocation | null;
  /** The blocks of a directory, whose path is as it is shown. */
  readonly blocksIn: (folder: string) => readonly WrittenBlock[];
}

export const nothingWritten: Written = {
  blockOf: () => null,
  placeOf: () => null,
  blocksIn: () => [],
};

const maxBytes = 1 << 20;

/**
 * Opens the files that a run has read already, and the configurations that its plans were made from; what became of them
 * since makes no error.
 */
export async function openWritten(directory: string, scopes: readonly Scope[]): Promise<Written> {
  const { loadFinder, openPlaces } = await import('./configuration/places.ts');
  const find = await loadFinder();
  const places = new Map<string, Places | null>();
  const placesIn = (path: string): Places | null => {
    const found = places.has(path)
      ? (places.get(path) ?? null)
      : unlessVanished(() => openPlaces(path, directory, find));
    places.set(path, found);
    return found;
  };
  const placeOf = ({ at, scope, subject }: Subject): SourceLocation | null => {
    if (at.kind !== 'plan') return at.kind === 'source' ? at : null;
    const path = scopes.find(({ id }) => id === scope)?.directory;
    if (path === undefined) return at.source;
    return unlessVanished(() => placesIn(path)?.placeOf(subject, null) ?? null);
  };
  const files = new Map<string, readonly WrittenBlock[]>();
  const blocksOf = (shown: string): readonly WrittenBlock[] => {
    const before = files.get(shown);
    if (before !== undefined) return before;
    const text = readText(resolve(directory, shown));
    const noMeaning = { of: unasked, askAhead: unasked };
    const found = text === null ? null : find(shown, text, noMeaning);
    const blocks = (found?.body.blocks ?? []).map((block) => written(block, text ?? ''));
    files.set(shown, blocks);
    return blocks;
  };
  return {
    placeOf,
    blockOf: (subject) => {
      const source = placeOf(subject);
      if (source === null) return null;
      return blocksOf(source.path).find(({ line }) => line === source.line) ?? null;
    },
    blocksIn: (folder) =>
      namesIn(resolve(directory, folder)).flatMap((name) =>
        blocksOf(shownPath(directory, join(resolve(directory, folder), name))),
      ),
  };
}

function unasked(): never {
  throw new Error('nothing is given a meaning');
}

function shownPath(directory: string, path: string): string {
  return relative(directory, path).split(sep).join('/');
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.(?:tf|tofu)$/.test(name))
      .toSorted();
  } catch {
    return [];
  }
}

function readText(path: string): string | null {
  try {
    const status = statSync(path);
    if (!status.isFile() || status.size > maxBytes || path.endsWith('.json')) return null;
    return decodeText(readFileSync(path));
  } catch {
    return null;
  }
}

function written(block: Block, file: string): WrittenBlock {
  const starts = lineStarts(file);
  const offset = (line: number, column: number): number => (starts[line - 1] ?? 0) + column - 1;
  const within = ({ at, type, labels, body }: Block): WrittenBlock => {
    const start = offset(at.line, at.column);
    const args = [...body.args].map(([name, argument]): [string, WrittenPart] => [
      name,
      {
        start: offset(argument.at.line, argument.at.column) - start,
        end: offset(argument.at.endLine, argument.at.endColumn) - start,
        source: argument.source,
      },
    ]);
    return {
      path: at.path,
      line: at.line,
      type,
      labels,
      text: file.slice(start, offset(at.endLine, at.endColumn)),
      arguments: new Map(args),
      blocks: body.blocks.map(within),
    };
  };
  return within(block);
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}
