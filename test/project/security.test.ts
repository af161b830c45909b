import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'SECURITY.md'), 'utf8');
const claims = page.slice(page.indexOf('## What is defended'), page.indexOf('## What you install'));

/** Tests that a page names, each with its file. */
function testsIn(text: string): (readonly [string, string])[] {
  return [...text.matchAll(/^ *`(test\/[\w/.-]+\.test\.ts)`: (.+)$/gm)].map(
    ([, file = '', name = '']) => [file, name],
  );
}

/** Whether the file has a test, or a group of them, of that name. */
function has(file: string, name: string): boolean {
  const path = join(root, file);
  return existsSync(path) && readFileSync(path, 'utf8').includes(`'${name}'`);
}

describe('SECURITY.md', () => {
  test.each(testsIn(page))('names a test that there is: %s: %s', (file, name) => {
    expect(has(file, name)).toBe(true);
  });

  test('has a test behind every sentence', () => {
    const sentences = claims.split(/^- /m).slice(1);
    expect(sentences.length).toBeGreaterThan(15);
    for (const sentence of sentences) expect(testsIn(sentence), sentence).not.toEqual([]);
  });

  test('would be caught in a lie', () => {
    const [[file, name] = ['', '']] = testsIn(page);
    expect(has(file, name)).toBe(true);
    expect(has(file, `${name} at all`)).toBe(false);
    expect(has('test/none.test.ts', name)).toBe(false);
  });

  test('names scripts that there are', () => {
    for (const [script] of page.matchAll(/\.ci\/[\w-]+/g)) {
      expect(existsSync(join(root, script))).toBe(true);
    }
  });
});
