import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Inventory } from '../../src/model/inventory.ts';
import { judge, judgeEach, tell } from '../support/judge/judge-suppressed.ts';
import { codeBlocks, readPage } from '../support/report/page.ts';

const ignore = 'kmslint:ignore rotation-disabled';
const key = (name: string, body = '') => `resource "aws_kms_key" "${name}" {\n${body}}\n`;
const off = '  enable_key_rotation = false\n';
const hidden = (reason = 'why') => [`rotation-disabled aws_kms_key.a: ${reason}`];

describe('where a comment counts', () => {
  const two = key('b', off);
  const inside = [
    ['above the block', `# ${ignore} -- why\n${key('a', off)}${two}`],
    ['above, before other comments', `# ${ignore} -- why\n# more\n${key('a', off)}${two}`],
    ['in its first line', `resource "aws_kms_key" "a" { # ${ignore} -- why\n${off}}\n${two}`],
    ['above the argument', `${key('a', `  # ${ignore} -- why\n${off}`)}${two}`],
    ['at the argument', `${key('a', `${off.trimEnd()} // ${ignore} -- why\n`)}${two}`],
    ['in the block, the argument absent', `${key('a', `  /* ${ignore} -- why */\n`)}${two}`],
    ['at its last line', `resource "aws_kms_key" "a" {\n${off}} # ${ignore} -- why\n${two}`],
  ] as const;

  const outside = [
    ['behind another block', `locals {} # ${ignore} -- why\n${key('a', off)}`],
    ['in a nested block', key('a', `${off}  timeouts { # ${ignore} -- why\n  }\n`)],
    ['above a nested block', key('a', `${off}  # ${ignore} -- why\n  timeouts {\n  }\n`)],
    ['for another rule', `# kmslint:ignore rotation-stalled -- why\n${key('a', off)}`],
  ] as const;

  let told: Awaited<ReturnType<typeof judgeEach>> = [];
  beforeAll(async () => {
    told = await judgeEach([...inside, ...outside].map(([, text]) => text));
  });

  test.each(inside.map(([name], i) => [name, i] as const))('%s', (_, i) => {
    expect(told[i]).toEqual({
      counts: ['rotation-disabled aws_kms_key.b'],
      suppressed: hidden(),
      notices: [],
    });
  });

  test.each(outside.map(([name], i) => [name, i] as const))('not %s', (_, i) => {
    const { counts, suppressed, notices } = told[inside.length + i] ?? tell([]);
    expect(counts).toEqual(['rotation-disabled aws_kms_key.a']);
    expect(suppressed).toEqual([]);
    expect(notices).toEqual([expect.stringMatching(/^low \d+: .*not needed/)]);
  });

  it('is the same place in another file for nobody', async () => {
    const files = { 'a.tf': `# ${ignore} -- why\n${key('a', off)}`, 'b.tf': `#\n${two}` };
    expect(tell(await judge(files)).counts).toEqual(['rotation-disabled aws_kms_key.b']);
  });

  it('is nowhere outside of blocks, and right above one only without an empty line', async () => {
    const comment = `# ${ignore} -- why\n`;
    const texts = [`${comment}\n${key('a', off)}`, `${key('a', off)}${comment}`];
    for (const { counts, notices } of await judgeEach(texts)) {
      expect(counts).toEqual(['rotation-disabled aws_kms_key.a']);
      expect(notices).toEqual([expect.stringMatching(/^medium \d: .*neither in a block/)]);
    }
  });

  it('is a module, for all its calls', async () => {
    const files = {
      'main.tf': 'module "x" {\n  source = "./m"\n}\nmodule "y" {\n  source = "./m"\n}\n',
      'm/main.tf': `# ${ignore} -- why\n${key('a', off)}`,
    };
    expect(tell(await judge(files))).toEqual({
      counts: [],
      suppressed: [
        'rotation-disabled module.x.aws_kms_key.a: why',
        'rotation-disabled module.y.aws_kms_key.a: why',
      ],
      notices: [],
    });
  });

  it('takes in what is undecided', async () => {
    const text = `variable "on" {}\n# ${ignore} -- why\n${key('a', '  enable_key_rotation = var.on\n')}`;
    expect(tell(await judge({ 'main.tf': text }))).toEqual({
      counts: [],
      suppressed: hidden(),
      notices: [],
    });
  });
});

describe('what is reported', () => {
  const above = (comment: string, body = off) => ({ 'main.tf': `${comment}\n${key('a', body)}` });

  it('lets the last day count', async () => {
    const days = ['2026-06-14', '2026-06-15', '2026-06-16'];
    const texts = days.map((day) => `# ${ignore} until=${day} -- why\n${key('a', off)}`);
    const told = await judgeEach(texts);
    expect(told.map(({ suppressed }) => suppressed.length)).toEqual([0, 1, 1]);
    expect(told.flatMap(({ notices }) => notices)).toEqual([
      'medium 1: the suppression of rotation-disabled ended with 2026-06-14, so its findings count again',
    ]);
  });

  it('names what is like an unknown rule, and lets the others suppress', async () => {
    const told = tell(
      await judge(above('# kmslint:ignore rotation-disable,rotation-disabled,zebra -- why')),
    );
    expect(told).toEqual({
      counts: [],
      suppressed: hidden(),
      notices: expect.arrayContaining([
        expect.stringMatching(/"rotation-disable", but .*\(did you mean rotation-disabled\?\)$/),
        expect.stringMatching(/"zebra", but no rule is called that$/),
      ]),
    });
  });

  it('takes no name for all rules, nor its own', async () => {
    const names = ['all', '*', 'suppression-ineffective'];
    const texts = names.map((name) => `# kmslint:ignore ${name} -- why\n${key('a', off)}`);
    for (const { counts, notices } of await judgeEach(texts)) {
      expect(counts).toEqual(['rotation-disabled aws_kms_key.a']);
      expect(notices).toEqual([expect.stringMatching(/^medium 1: /)]);
    }
  });

  it('names each rule that is not needed', async () => {
    const text = '# kmslint:ignore rotation-disabled,rotation-stalled -- why';
    expect(tell(await judge(above(text))).notices).toEqual([
      'low 1: the suppression of rotation-stalled is not needed: the rule finds nothing there',
    ]);
  });

  it('calls nothing unused that could not be told', async () => {
    const on = '  enable_key_rotation = true\n';
    const comment = `# ${ignore},key-destroyed -- why`;
    const needless = tell(await judge(above(comment, on))).notices;
    expect(needless).toEqual([expect.stringContaining('of rotation-disabled is not needed')]);
    const partial = (present: Inventory) => ({ ...present, partial: unreadable('partial-plan') });
    const gap = (present: Inventory) => ({ ...present, gaps: unreadable('unreadable-input') });
    const remote = (present: Inventory) => ({ ...present, gaps: unreadable('unresolved-module') });
    expect(tell(await judge(above(comment, on), {}, partial)).notices).toEqual([]);
    expect(tell(await judge(above(comment, on), {}, gap)).notices).toEqual([]);
    expect(tell(await judge(above(comment, on), {}, remote)).notices).toEqual(needless);
    const others = rules.filter(({ id }) => id !== 'rotation-disabled');
    expect(tell(await judge(above(comment, on), { rules: others })).notices).toEqual([]);
  });

  it('says nothing of comments where its rule does not judge, and passes over them where told', async () => {
    const chosen = rules.filter(({ id }) => id === 'rotation-disabled');
    const bad = above(`# kmslint:ignore rotation-disabled,rotation-disable -- why`);
    expect(tell(await judge(bad, { rules: chosen }))).toEqual({
      counts: [],
      suppressed: hidden(),
      notices: [],
    });
    expect(tell(await judge(bad, { inlineSuppressions: false }))).toEqual({
      counts: ['rotation-disabled aws_kms_key.a'],
      suppressed: [],
      notices: [],
    });
  });

  it('keeps its fingerprints when lines move, and gives each notice its own', async () => {
    const prints = async (text: string) =>
      (await judge({ 'main.tf': text }))
        .filter(({ ruleId }) => ruleId === 'suppression-ineffective')
        .map(({ fingerprint }) => fingerprint);
    const text = '# kmslint:ignore x,y -- why\nlocals {}\n# kmslint:ignore x -- why\nlocals {}\n';
    const before = await prints(`${text}${text}${key('a')}`);
    expect(new Set(before).size).toBe(6);
    expect(await prints(`\n\n${text}${text}${key('a')}`)).toEqual(before);
  });
});

describe('the examples of the page', () => {
  const page = readPage(
    readFileSync(new URL('../../rules/suppression-ineffective/README.md', import.meta.url), 'utf8'),
  );
  const examples = page.sections.get('## Examples') ?? '';
  const fix = page.sections.get('## How to fix') ?? '';

  it('fail but for the last, and the fix passes', async () => {
    const texts = [...codeBlocks(examples, 'hcl'), ...codeBlocks(fix, 'hcl')];
    const told = (await judgeEach(texts)).map(({ notices, suppressed }) => [
      notices.length,
      suppressed.length,
    ]);
    expect(told).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [0, 1],
      [0, 1],
    ]);
  });
});

function unreadable(reason: 'partial-plan' | 'unreadable-input' | 'unresolved-module') {
  const at = { kind: 'plan', path: 'p.json', pointer: '', source: null } as const;
  return [{ scope: 'p.json', reason, what: 'x', hides: [], at }];
}
