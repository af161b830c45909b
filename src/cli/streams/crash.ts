import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { escapeText } from '../../text/escape.ts';
import { version } from '../../version.ts';

/** What an error that nobody expected looks like: one line, and the stack with the names and lines of the sources. */
export function describeCrash(error: unknown): string {
  const isError = error instanceof Error;
  const [, ...frames] = isError ? (error.stack ?? '').split(/\n(?=\s+at )/) : [];
  const what = isError ? `${error.name}: ${error.message}` : String(error);
  const lines = [
    `kmslint: a fault of kmslint ${version} itself, so nothing is decided: ${escapeText(what)}`,
    ...frames.map((frame) => escapeText(inSources(frame))),
    'please report it: https://github.com/kmslint/kmslint/issues',
  ];
  return `${lines.join('\n')}\n`;
}

/** A frame of the bundle, led back by the map that lies beside it. */
function inSources(frame: string): string {
  return frame.replaceAll(
    /(file:\/\/[^\s()]+\.m?js):(\d+):(\d+)/g,
    (place, url: string, line: string, column: string) =>
      originOf(fileURLToPath(url), Number(line), Number(column)) ?? place,
  );
}

function originOf(bundle: string, line: number, column: number): string | null {
  const path = `${bundle}.map`;
  if (!existsSync(path)) return null;
  const entry = new SourceMap(JSON.parse(readFileSync(path, 'utf8'))).findEntry(
    line - 1,
    column - 1,
  );
  if (!('originalSource' in entry)) return null;
  const source = posix.normalize(join('/dist', entry.originalSource)).slice(1);
  return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}
