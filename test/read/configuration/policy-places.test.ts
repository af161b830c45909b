import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.ts';

const top = mkdtempSync(join(tmpdir(), 'kmslint-places-'));
afterAll(() => {
  rmSync(top, { recursive: true });
});
let count = 0;

interface Told {
  readonly message: string;
  readonly location: { readonly policy: string | null };
}

/** What a rule says of a configuration, as its JSON report has it. */
async function judge(
  files: Readonly<Record<string, string>>,
  rule = 'key-policy-malformed',
): Promise<readonly Told[]> {
  const directory = join(top, String(count++));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  let stdout = '';
  await main(['--no-config', '--rule', rule, '-f', 'json', '.'], {
    stdin: (async function* none() {})(),
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: () => true },
    directory,
    env: {},
  });
  const report: { findings: readonly Told[] } = JSON.parse(stdout);
  return report.findings;
}

const key = (policy: string) => `resource "aws_kms_key" "k" {\n  policy = ${policy}\n}\n`;
const root =
  '{ Effect = "Allow", Principal = { AWS = "111122223333" }, Action = "kms:*", Resource = "*" }';
const statement = `{
      Effect    = "Allow"
      Principal = { AWS = "nobody" }
      Action    = "kms:*"
      Resource  = "*"
    }`;
const encoded = (statements: string) =>
  `jsonencode({\n    Version = "2012-10-17"\n    Statement = ${statements}\n  })`;
const json =
  '{\n  "Statement": {\n    "Effect": "Allow"\n    "Principal": "*", "Action": "kms:*", "Resource": "*"}\n}\n';

describe('a problem of a policy stands', () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'at the member of what is encoded',
      { 'main.tf': key(encoded(`[${statement}]`)) },
      'main.tf:6:21',
    ],
    [
      'in a local',
      { 'main.tf': `locals {\n  s = ${statement}\n}\n${key(encoded('[local.s]'))}` },
      'main.tf:4:21',
    ],
    [
      'in one of several lists',
      { 'main.tf': key(encoded(`concat([${root}], [${statement}])`)) },
      'main.tf:6:21',
    ],
    [
      'in what is merged',
      { 'main.tf': key(encoded(`merge(${root}, { Principal = { AWS = "nobody" } })`)) },
      'main.tf:4:',
    ],
    [
      'on the branch that is taken',
      { 'main.tf': key(`true ? ${encoded(`[${statement}]`)} : "{}"`) },
      'main.tf:6:21',
    ],
    [
      'at the line of the caller',
      {
        'main.tf': `module "m" {\n  source = "./m"\n  policy = ${encoded(`[${statement}]`)}\n}\n`,
        'm/main.tf': `variable "policy" {}\n${key('var.policy')}`,
      },
      'main.tf:7:21',
    ],
    [
      'behind an output',
      {
        'main.tf': `module "m" {\n  source = "./m"\n}\n${key('module.m.policy')}`,
        'm/main.tf': `output "policy" {\n  value = ${encoded(`[${statement}]`)}\n}\n`,
      },
      'm/main.tf:6:21',
    ],
    ['in a heredoc', { 'main.tf': key(`<<EOT\n${json}EOT`) }, 'main.tf:6:5'],
    [
      'in a heredoc that is indented',
      { 'main.tf': key(`<<-EOT\n${json.replaceAll(/^(?=.)/gm, '    ')}  EOT`) },
      'main.tf:6:9',
    ],
    [
      'behind an interpolation',
      {
        'main.tf': `locals {\n  a = "Allow"\n}\n${key(`<<EOT\n${json.replace('Allow', '${local.a}')}EOT`)}`,
      },
      'main.tf:9:5',
    ],
    [
      'in a file',
      { 'main.tf': key('file("${path.module}/p.json")'), 'p.json': json },
      'p.json:4:5',
    ],
    [
      'in a template',
      { 'main.tf': key('templatefile("${path.module}/t/p.tpl", {})'), 't/p.tpl': json },
      't/p.tpl:4:5',
    ],
  ])('%s', async (_, files, place) => {
    const [finding] = await judge(files);
    expect(finding?.message).toContain(`KMS refuses the key policy: ${place}`);
  });

  const document = (statements: string, more = '') =>
    `data "aws_iam_policy_document" "d" {${more}\n  statement {\n    actions   = ["kms:*"]\n    resources = ["*"]\n    principals {\n      type        = "AWS"\n      identifiers = ["111122223333"]\n    }\n  }\n${statements}}\n`;
  const second = (change: Readonly<Record<string, string>>) => {
    const { actions = '"kms:Decrypt"', service = 'logs.amazonaws.com', condition = '' } = change;
    return `  statement {\n    actions   = [${actions}]\n    resources = ["*"]\n    principals {\n      type        = "Service"\n      identifiers = ["${service}"]\n    }\n${condition}  }\n`;
  };
  it.each([
    ['at an argument of a document', second({ actions: '"kms:Decypt"' }), 'main.tf:11:5'],
    ['at its principals', second({ service: 'logs' }), 'main.tf:13:5'],
    [
      'at its condition',
      second({
        condition:
          '    condition {\n      test     = "Null"\n      variable = "aws:SourceArn"\n      values   = ["maybe"]\n    }\n',
      }),
      'main.tf:17:5',
    ],
  ])('%s', async (_, statements, place) => {
    const [finding] = await judge({
      'main.tf': document(statements) + key('data.aws_iam_policy_document.d.json'),
    });
    expect(finding?.message).toContain(`: ${place}: `);
  });

  it('at the document, where others are put into it', async () => {
    const mixed = document(second({ service: 'logs' }), '\n  source_policy_documents = ["{}"]');
    const [finding] = await judge({
      'main.tf': mixed + key('data.aws_iam_policy_document.d.json'),
    });
    expect(finding?.message).toContain(': main.tf:1:1: ');
  });

  it('at a pointer, where no place can be had', async () => {
    const [finding] = await judge({
      'main.tf': key(`replace(${encoded(`[${statement}]`)}, "x", "y")`),
    });
    expect(finding?.message).toContain(': /Statement/0/Principal/AWS: AWS principal "nobody"');
    expect(finding?.location.policy).toBe('/Statement/0/Principal/AWS');
  });
});

it('a lost statement stands in the policy of the predecessor', async () => {
  const of = (name: string, statements: string) =>
    `resource "aws_kms_key" "${name}" {\n  policy = ${encoded(`[${root}${statements}]`)}\n}\nresource "aws_kms_alias" "${name}" {\n  name          = "alias/app-${name}"\n  target_key_id = aws_kms_key.${name}.key_id\n}\n`;
  const lost =
    ',\n      { Sid = "Use", Effect = "Allow", Principal = { AWS = aws_iam_role.r.arn }, Action = "kms:Decrypt", Resource = aws_kms_key.v1.arn }';
  const files = { 'main.tf': `${of('v1', lost)}${of('v2', '')}resource "aws_iam_role" "r" {}\n` };
  const [finding] = await judge(files, 'successor-policy-not-copied');
  expect(finding?.message).toContain(
    '"Use" (main.tf:5:7): Allow kms:Decrypt for ${aws_iam_role.r.arn}',
  );
  expect(finding).toMatchObject({
    remedy: expect.arrayContaining([
      '# change in aws_kms_key.v2:',
      '  policy = jsonencode({',
      expect.stringMatching(/^ +AWS = aws_iam_role.r.arn$/),
    ]),
  });
  expect(JSON.stringify(finding)).not.toContain('Resource = aws_kms_key.v1.arn');
});
