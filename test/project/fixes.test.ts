import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

test('docs/fixes.md lists the rules that tell a fix, and no other', () => {
  const telling = readdirSync(join(root, 'rules'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => read(`rules/${name}/rule.ts`).includes("from '../../src/rule/fix.ts'"));
  const listed = [...read('docs/fixes.md').matchAll(/\]\(\.\.\/rules\/([\w-]+)\/README\.md\)/g)];
  expect(telling.length).toBeGreaterThan(0);
  expect(listed.map(([, name = '']) => name).toSorted()).toEqual(telling.toSorted());
});
