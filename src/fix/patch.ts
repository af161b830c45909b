import { relative, sep } from 'node:path';
import { structuredPatch } from 'diff';
import { maySpellSecret } from '../read/source-lines.ts';
import { findCredential } from '../text/credentials.ts';
import type { Change } from './mend.ts';

/** A change as `git apply` reads it, its path relative to the repository. */
export function patchOf({ path, root, before, after }: Change): string {
  return patchWith(relative(root, path).split(sep).join('/'), before, after, 3);
}

/**
 * A change for a report: with the lines around it unless one of them may spell out a secret; null where a changed line
 * may.
 */
export function harmlessPatch(name: string, before: string, after: string): string | null {
  const patches = [3, 0].map((context) => patchWith(slashed(name), before, after, context));
  return patches.find((patch) => !patch.split('\n').some(isSecret)) ?? null;
}

function isSecret(line: string): boolean {
  return maySpellSecret(line) || findCredential(line) !== null;
}

function patchWith(name: string, before: string, after: string, context: number): string {
  const { hunks } = structuredPatch(name, name, before, after, undefined, undefined, { context });
  const head = [
    `diff --git ${quoted(`a/${name}`)} ${quoted(`b/${name}`)}`,
    `--- ${ended(quoted(`a/${name}`))}`,
    `+++ ${ended(quoted(`b/${name}`))}`,
  ];
  const body = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines,
  ]);
  return `${[...head, ...body].join('\n')}\n`;
}

function slashed(name: string): string {
  return name.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
}

/** Git writes a name with a blank so that a tab ends it. */
function ended(name: string): string {
  return name.includes(' ') ? `${name}\t` : name;
}

const short: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\' };

/** Git's notation for names with quotes, backslashes and control characters: bytes in octal (core.quotePath). */
function quoted(name: string): string {
  const inner = name.replaceAll(/["\\\p{Cc}]/gu, (found) => short[found] ?? octal(found));
  return inner === name ? name : `"${inner}"`;
}

function octal(text: string): string {
  return [...Buffer.from(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
