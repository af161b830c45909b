import { afterAll, beforeAll, expect, test } from 'vitest';
import { setUp, type Workbench } from '../support/cli/cli-process.ts';
import { newKey } from '../support/judge/judge-plan.ts';
import { buildPlan } from '../support/build/plan-builder.ts';

let bench: Workbench;
beforeAll(async () => {
  bench = await setUp();
  bench.write('.git/HEAD', '');
  bench.write('plan.json', JSON.stringify(buildPlan({ resources: [newKey('a'), newKey('b')] })));
});
afterAll(() => bench.remove());

test('the command as it is bundled reads YAML, and writes and compares a baseline', () => {
  bench.write('.kmslint.yaml', 'baseline: base.json\nrules:\n  rotation-disabled: critical\n');
  const taken = bench.run(['plan.json', '--update-baseline']);
  expect(taken).toMatchObject({ code: 0, stderr: 'base.json: 2 added, 0 removed, 0 kept\n' });
  bench.write('below/x', '');
  const { code, stdout } = bench.run(['../plan.json', '--no-baseline'], {
    cwd: `${bench.directory}/below`,
  });
  expect(code).toBe(1);
  expect(stdout).toContain('2 findings (2 critical)');
});

test('a mistake is one line, and nothing in it reaches the terminal raw', () => {
  const name = '\\u001b[31m::error::x\\u202e';
  bench.write('bad.json', `{ "${name}": 1 }`);
  const { code, stdout, stderr } = bench.run(['plan.json', '--config', 'bad.json']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^kmslint: bad\.json:1:3: no setting is called [^\n]*\n$/);
  // oxlint-disable-next-line no-control-regex -- that is what must not come through
  expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|::error::/);
});
