import { relative, sep } from 'node:path';
import { structuredPatch } from 'diff';
import type { Change } from './mend.ts';

/** A change as `git apply` reads it, its path relative to the repository. */
export function patchOf({ path, root, before, after }: Change): string {
  const name = relative(root, path).split(sep).join('/');
  const { hunks } = structuredPatch(name, name, before, after, undefined, undefined, {
    context: 3,
  });
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
