import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Location, SourceLocation } from '../model/location.ts';
import { decodeText } from './input/decode.ts';

/** Lines that may spell out what must never be printed. */
const secret = /key_material|password|secret|token|credential|private_key/i;
const assignments = /(?<!\w)(\w+)"?\s*[=:]\s*\S/g;

const maxBytes = 1 << 20;

/** The line that a configuration has at a place; null for other places, and where the line may hold a secret. */
export function sourceLineReader(directory: string): (at: Location) => string | null {
  const files = new Map<string, readonly string[]>();
  return (at) => {
    const source = sourceOf(at);
    if (source === null) return null;
    const lines = files.get(source.path) ?? readLines(resolve(directory, source.path));
    files.set(source.path, lines);
    const line = lines[source.line - 1]?.replace(/\r$/, '') ?? null;
    return line === null || maySpellSecret(line) ? null : line;
  };
}

function sourceOf(at: Location): SourceLocation | null {
  switch (at.kind) {
    case 'source':
      return at;
    case 'plan':
      return at.source;
    case 'live':
      return null;
  }
}

/** Whether a line assigns what may be a secret. */
export function maySpellSecret(line: string): boolean {
  return [...line.matchAll(assignments)].some(([, name = '']) => secret.test(name));
}

/** The file was read before: what became of it since makes no error. */
function readLines(path: string): readonly string[] {
  try {
    const status = statSync(path);
    if (!status.isFile() || status.size > maxBytes) return [];
    return decodeText(readFileSync(path)).split('\n');
  } catch {
    return [];
  }
}
