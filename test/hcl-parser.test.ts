import { expect, it } from 'vitest';
import { startParser } from '../src/read/hcl/parser.ts';

it('restarts the parser when it crashes or hangs', async () => {
  const parser = startParser(1500);
  expect(parser.file('a.tf', 'a = 1\n')()).toEqual({});
  const depth = 20_000;
  const deep = `a = ${'['.repeat(depth)}${']'.repeat(depth)}\n`;
  expect(parser.file('deep.tf', deep)()).toEqual({ crashed: true });
  expect(parser.expression('a.tf', 'a + 1')).toMatchObject({
    ast: expect.stringContaining('"add"'),
  });
  await parser.close();
});

it("gives Terraform's own diagnostics", async () => {
  const parser = startParser();
  expect(parser.file('a.tf', 'a = [\n')().error).toContain('a.tf:2,1-1: Missing expression');
  expect(parser.expression('a.tf', '1 +').error).toContain('expression');
  await parser.close();
});
