import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHcl } from '../../src/read/configuration/index.ts';
import {
  askTerraform,
  at,
  hasTerraform,
  inScratch,
  noTerraform,
} from '../support/judge/hcl-oracle.ts';

const names = [
  'a.json',
  'b.json',
  '.dot.json',
  'sub/a.json',
  'sub/.x',
  'sub/deep/a.json',
  'sub/deep/er/z.txt',
  '.hid/a.json',
  'a-b.txt',
  'ab',
  '!neg',
  '#c',
  'a,b',
  '+(a)',
  'é.json',
  'ab.JSON',
] as const;

/** What `fileset` gives for patterns, here and, where it is at hand, with Terraform. */
async function filesets(patterns: readonly string[], hasLinks = true) {
  const files = Object.fromEntries(names.map((name) => [`files/${name}`, '']));
  const keys = patterns.map(
    (pattern, i) =>
      `resource "aws_kms_key" "k${i}" {\n  description = jsonencode(fileset("\${path.module}/files", ${JSON.stringify(pattern)}))\n}\n`,
  );
  return inScratch({ ...files, 'main.tf': keys.join('') }, async (directory) => {
    if (hasLinks) {
      symlinkSync('a.json', join(directory, 'files/link.json'));
      symlinkSync('sub', join(directory, 'files/linked'));
    }
    const reading = await readHcl(directory, { cwd: directory });
    const ours = patterns.map(
      (_, i) => at(reading, `aws_kms_key.k${i}`).attribute('description').value,
    );
    const asked = patterns.map((p) => `fileset("${directory}/files", ${JSON.stringify(p)})`);
    return { ours, theirs: hasTerraform ? await askTerraform(asked) : [] };
  });
}

describe('fileset', () => {
  it('finds what stars, questions, classes and braces match, dot files and links among them', async () => {
    const { ours } = await filesets([
      '*.json',
      '**/a.json',
      '{a,b}.*',
      '[ab].js?n',
      './sub/*',
      'sub/',
    ]);
    expect(ours.map((value) => (value.known ? value.value : null))).toEqual([
      '[".dot.json","a.json","b.json","link.json","é.json"]',
      '[".hid/a.json","a.json","linked/a.json","linked/deep/a.json","sub/a.json","sub/deep/a.json"]',
      '["a.json","b.json"]',
      '["a.json","b.json"]',
      '["sub/.x","sub/a.json"]',
      '[]',
    ]);
  });

  it('leaves open what Terraform reads in another way than everybody else', async () => {
    const odd = [
      '[!a]*',
      '{1..3}',
      '{a,{b,c}}',
      '{a}',
      '[',
      '[a',
      '{a',
      '[]a]',
      '[[:alpha:]]',
      '[a-]',
      '**/**/a',
      '{**/*,a}',
    ];
    const { ours } = await filesets(odd);
    expect(ours.map((value) => (value.known ? value.value : value.reason))).toEqual(
      odd.map(() => 'unsupported-function'),
    );
  });

  it('ends at once whatever the pattern is', async () => {
    const bombs = [
      `${'*a'.repeat(60)}*b`,
      `${'**/'.slice(0, 2)}${'/*'.repeat(80)}`,
      '{a,b}'.repeat(60),
      '?*'.repeat(100),
      `${'*/'.repeat(100)}x`,
    ];
    const { ours } = await filesets(bombs, false);
    expect(ours.every(({ known }) => known)).toBe(true);
  });

  it('follows no circle of links, and none that leads out', async () => {
    const module =
      'resource "aws_kms_key" "k" {\n  description = jsonencode(fileset(path.module, "**/*.json"))\n}\n';
    await inScratch({ 'top/main.tf': module, 'top/x.json': '', 'out/y.json': '' }, async (base) => {
      const directory = join(base, 'top');
      symlinkSync('.', join(directory, 'circle'));
      symlinkSync('../out', join(directory, 'away'));
      const { value } = at(await readHcl(directory, { cwd: directory }), 'aws_kms_key.k').attribute(
        'description',
      );
      expect(value).toMatchObject({ value: '["x.json"]' });
    });
  });

  it.skipIf(!hasTerraform)(
    `agrees with terraform console${hasTerraform ? '' : ` (skipped: ${noTerraform})`}`,
    { timeout: 60_000 },
    async () => {
      const piece = fc.constantFrom(
        '*',
        '?',
        'a',
        'b',
        '.',
        'json',
        '.json',
        'sub',
        '[ab]',
        '[^a]',
        '{a,b}',
        '{json,txt}',
        ',',
        '!',
        '#',
        'é',
        '\\*',
        '**',
      );
      const segment = fc
        .array(piece, { minLength: 1, maxLength: 3 })
        .map((parts) => parts.join(''));
      const pattern = fc
        .array(fc.oneof(segment, fc.constantFrom('**', 'sub', '*')), { minLength: 1, maxLength: 3 })
        .map((parts) => parts.join('/'));
      const all = fc.sample(pattern, {
        seed: Number(process.env['KMSLINT_SEED'] ?? 1),
        numRuns: 300,
      });
      const { ours, theirs } = await filesets(all);
      const differ = all.flatMap((p, i) => {
        const [own, other] = [ours[i], theirs[i]];
        const isSame =
          own?.known === true ? own.value === other : own?.reason === 'unsupported-function';
        return isSame
          ? []
          : [
              {
                pattern: p,
                terraform: other,
                kmslint: own?.known === true ? own.value : own?.reason,
              },
            ];
      });
      expect(differ).toEqual([]);
    },
  );
});
