import { describe, expect, test } from 'vitest';
import { kinds, module, root, source } from '../../support/build/terragrunt.ts';
import { judgeFiles } from '../../support/judge/judge-hcl.ts';

// What `terragrunt render --format json` writes beside a unit: its configuration as Terragrunt itself evaluates it.

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The members that Terragrunt always writes are empty texts where nothing is set. */
function rendered(more: { readonly [name: string]: Json }): string {
  return JSON.stringify({
    terraform_binary: 'tofu',
    terraform_version_constraint: '',
    terragrunt_version_constraint: '',
    download_dir: '',
    iam_role: '',
    terraform: { source: '../../modules/kms', extra_arguments: {} },
    inputs: {},
    locals: null,
    generate: {},
    ...more,
  });
}

const unit = 'live/kms/terragrunt.rendered.json';
const off = { rotate: false };
const verdict = 'live/kms aws_kms_key.this';

describe('a rendered unit', () => {
  test('gives its module the inputs', async () => {
    for (const rotate of [true, false]) {
      const judged = await judgeFiles({ ...module, [unit]: rendered({ inputs: { rotate } }) });
      expect(kinds(judged)[verdict]).toBe(rotate ? 'pass' : 'fail');
      expect(judged.present.gaps).toEqual([]);
    }
  });

  test('counts in place of its configuration, which may ask what nobody can tell', async () => {
    const asking = `${root}${source}inputs = {\n  rotate = run_cmd("rotate") == "yes"\n}\n`;
    const files = { ...module, 'live/root.hcl': '', 'live/kms/terragrunt.hcl': asking };
    expect(kinds(await judgeFiles(files))[verdict]).toBe('open');
    const both = await judgeFiles({ ...files, [unit]: rendered({ inputs: off }) });
    expect(kinds(both)).toEqual({ [verdict]: 'fail' });
  });

  test('may be named alone, and have its older name', async () => {
    const older = 'live/kms/terragrunt_rendered.json';
    const judged = await judgeFiles({ ...module, [older]: rendered({ inputs: off }) }, [older]);
    expect(kinds(judged)[verdict]).toBe('fail');
  });

  test('holds texts that are no templates', async () => {
    const files = {
      'modules/kms/main.tf': `variable "text" {
  type = string
}
resource "aws_kms_key" "this" {
  enable_key_rotation = var.text == "$\${x}"
}
`,
      [unit]: rendered({ inputs: { text: ['$', '{x}'].join('') } }),
    };
    expect(kinds(await judgeFiles(files))[verdict]).toBe('pass');
  });

  test('brings the files that it generates', async () => {
    const key = 'resource "aws_kms_key" "made" {}\n';
    const file = { path: './made.tf', contents: key, if_exists: 'overwrite', disable: false };
    const wanted = async (one: { readonly [name: string]: Json }) =>
      kinds(await judgeFiles({ ...module, [unit]: rendered({ inputs: off, generate: { one } }) }));
    expect(await wanted(file)).toHaveProperty(['live/kms aws_kms_key.made'], 'fail');
    const passedOver = [
      { ...file, disable: true },
      { ...file, path: 'made.json' },
    ];
    for (const one of passedOver)
      expect(Object.keys(await wanted(one))).not.toContain('live/kms aws_kms_key.made');
  });

  test('passes the files of variables that its arguments name', async () => {
    const files = {
      ...module,
      'live/kms/own.tfvars': 'rotate = false\n',
      [unit]: rendered({
        terraform: {
          source: '../../modules/kms',
          extra_arguments: { own: { required_var_files: ['own.tfvars'] } },
        },
      }),
    };
    expect(kinds(await judgeFiles(files))[verdict]).toBe('fail');
  });

  test.each<[string, string, string]>([
    ['is no JSON', '{"inputs":', 'the text is not JSON'],
    ['is no object', '[1]', 'the JSON is not an object'],
    [
      'runs a module that was not fetched',
      rendered({ terraform: { source: 'git::https://git.example.com/m.git//kms?ref=v1' } }),
      'was not fetched',
    ],
    [
      'has metadata',
      rendered({ inputs: { rotate: { metadata: { found_in_file: 'root.hcl' }, value: true } } }),
      'rendered with metadata',
    ],
    ['leads nowhere', rendered({ terraform: { source: '../gone' } }), 'there is no module at'],
  ])('that %s is a gap', async (_, text, message) => {
    const { present } = await judgeFiles({ ...module, [unit]: text });
    expect(present.gaps.map(({ what }) => what)).toContainEqual(expect.stringContaining(message));
  });

  test('under another name is refused, with what to do', async () => {
    const files = { ...module, 'x.json': rendered({}) };
    await expect(judgeFiles(files, ['x.json'])).rejects.toMatchObject({
      what: expect.stringContaining('terragrunt render'),
      hint: expect.stringContaining('terragrunt.rendered.json'),
    });
  });
});
