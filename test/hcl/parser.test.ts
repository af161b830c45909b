import { expect, it } from 'vitest';
import { startParser } from '../../src/hcl/syntax/parser.ts';

it('restarts the parser when it crashes or hangs', async () => {
  const parser = startParser(1500);
  expect(parser.file('a.tf', 'a = 1\n')()).toEqual({});
  const depth = 200_000;
  const deep = `a = ${'['.repeat(depth)}${']'.repeat(depth)}\n`;
  expect(parser.file('deep.tf', deep)()).toEqual({ crashed: true });
  expect(parser.expression('a.tf', 'a + 1')()).toMatchObject({
    ast: expect.stringContaining('"add"'),
  });
  await parser.close();
});

it('answers what was asked before a crash, and what was asked after it', async () => {
  const parser = startParser(1500);
  const deep = `a = ${'['.repeat(200_000)}${']'.repeat(200_000)}\n`;
  const texts = ['a = 1\n', deep, 'a = [\n', deep, 'a = 2\n'];
  const waiting = texts.map((text) => parser.file('a.tf', text));
  expect(waiting.toReversed().map((answer) => answer())).toEqual([
    {},
    { crashed: true },
    { error: expect.stringContaining('Missing expression') },
    { crashed: true },
    {},
  ]);
  await parser.close();
});

it("gives Terraform's own diagnostics", async () => {
  const parser = startParser();
  expect(parser.file('a.tf', 'a = [\n')().error).toContain('a.tf:2,1-1: Missing expression');
  expect(parser.expression('a.tf', '1 +')().error).toContain('expression');
  await parser.close();
});

it('asks no more after five requests that nobody answered', { timeout: 60_000 }, async () => {
  const parser = startParser(0);
  const answers = Array.from({ length: 14 }, (_, i) => parser.expression('a.tf', `1 + ${i}`)());
  const lost = answers.filter(({ crashed }) => crashed === true);
  expect(lost.length).toBeGreaterThanOrEqual(5);
  expect(answers.at(-1)).toEqual({ crashed: true });
  expect(parser.file('a.tf', 'a = 1\n')()).toEqual({ crashed: true });
  await parser.close();
});
