import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { checkOptions } from '../../src/cli/options/check-options.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

describe('the README', () => {
  test('shows what the demo prints', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['dist/bin.js', 'fixtures/demo/plan.json'],
      { cwd: root, encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    expect(status).toBe(1);
    expect(stdout.length).toBeGreaterThan(500);
    expect(readme).toContain(`\`\`\`\n${stdout}\`\`\``);
  });

  test('lists every rule with its severity, and the opt-in ones as such', () => {
    for (const { id, severity: own, otherSeverities = [], isOptIn = false } of rules) {
      const severity = [own, ...otherSeverities, ...(isOptIn ? ['opt-in'] : [])].join(', ');
      expect(readme).toMatch(
        new RegExp(`^\\| \\[${id}\\]\\(rules/${id}/README\\.md\\) +\\| ${severity} +\\|`, 'm'),
      );
    }
  });

  test('lists every option', () => {
    for (const name of Object.keys(checkOptions)) {
      const isOff = name === 'color' || name.endsWith('-suppressions');
      expect(readme).toContain(isOff ? `--no-${name}` : `--${name}`);
    }
  });
});
