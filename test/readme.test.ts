import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { checkOptions } from '../src/cli/check-command.ts';
import { setUp, type Workbench } from './cli-process.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

let bench: Workbench;
beforeAll(async () => {
  bench = await setUp();
});
afterAll(() => bench.remove());

describe('the README', () => {
  test('shows what the demo prints', () => {
    const { code, stdout } = bench.run(['fixtures/demo/plan.json'], { cwd: root });
    expect(code).toBe(1);
    expect(stdout.length).toBeGreaterThan(500);
    expect(readme).toContain(`\`\`\`\n${stdout}\`\`\``);
  });

  test('lists every rule with its severity', () => {
    for (const { id, severity } of rules) {
      expect(readme).toMatch(
        new RegExp(`^\\| \\[${id}\\]\\(rules/${id}/README\\.md\\) +\\| ${severity}`, 'm'),
      );
    }
  });

  test('lists every option', () => {
    for (const name of Object.keys(checkOptions)) {
      expect(readme).toContain(name === 'color' ? '--no-color' : `--${name}`);
    }
  });
});
