import * as fc from 'fast-check';
import { hostile } from './estates.ts';
import { hclString } from '../../../src/text/hcl-string.ts';

/** A configuration with a key that can be rotated by hand, in one of the ways in which people write it. */
export interface Configuration {
  readonly files: Readonly<Record<string, string>>;
  readonly subject: string;
}

interface Choice {
  readonly kind: 'symmetric' | 'rsa' | 'hmac' | 'store' | 'xks' | 'external' | 'primary';
  readonly isOn: boolean;
  readonly alias: 'none' | 'literal' | 'current' | 'template' | 'local' | 'prefix' | 'two';
  readonly policy:
    | 'none'
    | 'inline'
    | 'document'
    | 'attached'
    | 'attached ARN'
    | 'attached document';
  readonly repeated: 'once' | 'count' | 'each' | 'each key';
  readonly place: 'root' | 'module' | 'two calls';
  readonly lifecycle: 'none' | 'ignore' | 'protected';
  readonly isGranted: boolean;
  readonly text: string;
}

const choices: fc.Arbitrary<Choice> = fc.record({
  kind: fc.constantFrom('symmetric', 'rsa', 'hmac', 'store', 'xks', 'external', 'primary'),
  isOn: fc.boolean(),
  alias: fc.constantFrom('none', 'literal', 'current', 'template', 'local', 'prefix', 'two'),
  policy: fc.constantFrom(
    'none',
    'inline',
    'document',
    'attached',
    'attached ARN',
    'attached document',
  ),
  repeated: fc.constantFrom('once', 'count', 'each', 'each key'),
  place: fc.constantFrom('root', 'module', 'two calls'),
  lifecycle: fc.constantFrom('none', 'ignore', 'protected'),
  isGranted: fc.boolean(),
  text: hostile,
});

const argumentsOf: Readonly<Record<Choice['kind'], string>> = {
  symmetric: '',
  rsa: '  customer_master_key_spec = "RSA_2048"\n  key_usage = "SIGN_VERIFY" # for releases\n',
  hmac: '  customer_master_key_spec = "HMAC_256"\n  key_usage                = "GENERATE_VERIFY_MAC"\n',
  store: '  custom_key_store_id = "cks-1234567890abcdef0"\n',
  xks: '  custom_key_store_id = "cks-0987654321fedcba0"\n  xks_key_id          = "bb8562717f809024"\n',
  external:
    '  key_spec = "RSA_2048"\n  key_usage = "SIGN_VERIFY"\n  key_material_base64 = "c2VjcmV0IG1hdGVyaWFs"\n',
  primary: '  multi_region = true\n',
};

const statement = (resource: string): string =>
  `{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = ${resource} }`;
const policyText = (resource: string): string =>
  `jsonencode({ Version = "2012-10-17", Statement = [${statement('"*"')}, ${statement(resource)}] })`;

export const configurations: fc.Arbitrary<Configuration> = choices.map((choice) => {
  const { place, repeated } = choice;
  const module = `${keyOf(choice)}${aliasesOf(choice)}${policiesOf(choice)}${grantOf(choice)}`;
  const index = repeated === 'once' ? '' : repeated === 'count' ? '[0]' : '["a"]';
  const type = choice.kind === 'external' ? 'aws_kms_external_key' : 'aws_kms_key';
  const root =
    'terraform {\n  backend "s3" {}\n}\n\nprovider "aws" {\n  region = "eu-west-1"\n}\n\n';
  const variable = 'variable "environment" {\n  type    = string\n  default = "prod"\n}\n\n';
  if (place === 'root')
    return { files: { 'main.tf': `${root}${variable}${module}` }, subject: `${type}.app${index}` };
  const call = (name: string) =>
    `module "${name}" {\n  source      = "./modules/kms"\n  environment = "${name}"\n}\n\n`;
  return {
    files: {
      'main.tf': `${root}${call('data')}${place === 'two calls' ? call('logs') : ''}`,
      'modules/kms/main.tf': `${variable}${module}`,
    },
    subject: `module.data.${type}.app${index}`,
  };
});

function keyOf({ kind, isOn, policy, repeated, lifecycle, text }: Choice): string {
  const type = kind === 'external' ? 'aws_kms_external_key' : 'aws_kms_key';
  const canRotate = kind === 'symmetric' || kind === 'primary';
  const meta = {
    once: '',
    count: '  count = 1\n',
    each: '  for_each = toset(["a", "b"])\n',
    'each key': '  for_each = toset(["a", "b"])\n',
  }[repeated];
  const own = {
    inline: `  policy = ${policyText('"*"')}\n`,
    document: '  policy = data.aws_iam_policy_document.app.json\n',
  };
  const cycle = {
    none: '',
    ignore: '\n  lifecycle {\n    ignore_changes = [tags]\n  }\n',
    protected: '\n  lifecycle {\n    prevent_destroy = true\n  }\n',
  }[lifecycle];
  return `# The key of the application.
resource "${type}" "app" {
${meta}  description = ${hclString(text)}
${argumentsOf[kind]}${(canRotate ? isOn : isOn && kind !== 'external') ? '  enable_key_rotation = true # asked for\n' : ''}${policy === 'inline' || policy === 'document' ? own[policy] : ''}${cycle}}

`;
}

function aliasesOf({ alias, repeated, kind }: Choice): string {
  if (alias === 'none') return '';
  const type = kind === 'external' ? 'aws_kms_external_key' : 'aws_kms_key';
  const id = kind === 'external' ? 'id' : 'key_id';
  const target = {
    once: `${type}.app.${id}`,
    count: `${type}.app[0].${id}`,
    each: `${type}.app[each.key].${id}`,
    'each key': `each.value.${id}`,
  }[repeated];
  const tail = repeated === 'each' || repeated === 'each key' ? '${each.key}-' : '';
  const meta = {
    once: '',
    count: '',
    each: '  for_each = toset(["a", "b"])\n',
    'each key': `  for_each = ${type}.app\n`,
  }[repeated];
  const name = {
    literal: `name = "alias/${tail}app"`,
    current: `name = "alias/${tail}app-current"`,
    two: `name = "alias/${tail}app-current"`,
    template: `name = "alias/\${var.environment}-${tail}app-current"`,
    local: 'name = local.alias',
    prefix: `name_prefix = "alias/${tail}app-"`,
  }[alias === 'local' && meta !== '' ? 'current' : alias];
  const block = (label: string, line: string) =>
    `resource "aws_kms_alias" "${label}" {\n${meta}  ${line}\n  target_key_id = ${target}\n}\n\n`;
  return `locals {\n  alias = "alias/app-current"\n}\n\n${block('current', name)}${alias === 'two' ? block('other', `name = "alias/${tail}other"`) : ''}`;
}

function policiesOf({ policy, repeated, kind }: Choice): string {
  const type = kind === 'external' ? 'aws_kms_external_key' : 'aws_kms_key';
  const id = kind === 'external' ? 'id' : 'key_id';
  const index = { once: '', count: '[0]', each: '[each.key]', 'each key': '' }[repeated];
  const key = repeated === 'each key' ? 'each.value' : `${type}.app${index}`;
  const meta = {
    once: '',
    count: '',
    each: '  for_each = toset(["a", "b"])\n',
    'each key': `  for_each = ${type}.app\n`,
  }[repeated];
  const document = (resource: string, own: string) => `data "aws_iam_policy_document" "app" {
${own}  statement {
    actions   = ["kms:*"]
    resources = [${resource}]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }
  }
}

`;
  const attached = (text: string) =>
    `resource "aws_kms_key_policy" "app" {\n${meta}  key_id = ${key}.${id}\n  policy = ${text}\n}\n\n`;
  const at = meta === '' ? '' : '[each.key]';
  return {
    none: '',
    inline: '',
    document: document('"*"', ''),
    attached: attached(policyText('"*"')),
    'attached ARN': attached(policyText(`${key}.arn`)),
    'attached document': `${document(`${key}.arn`, meta)}${attached(`data.aws_iam_policy_document.app${at}.json`)}`,
  }[policy];
}

function grantOf({ isGranted, repeated, kind }: Choice): string {
  if (!isGranted) return '';
  const type = kind === 'external' ? 'aws_kms_external_key' : 'aws_kms_key';
  const id = kind === 'external' ? 'id' : 'key_id';
  const meta = {
    once: '',
    count: '',
    each: '  for_each = toset(["a", "b"])\n',
    'each key': `  for_each = ${type}.app\n`,
  }[repeated];
  const key = {
    once: `${type}.app`,
    count: `${type}.app[0]`,
    each: `${type}.app[each.key]`,
    'each key': 'each.value',
  }[repeated];
  return `resource "aws_kms_grant" "app" {
${meta}  key_id            = ${key}.${id}
  grantee_principal = "arn:aws:iam::111122223333:role/ExampleRole"
  operations        = ["DescribeKey", "GetPublicKey"]
}

`;
}

/** A runbook in HCL, applied: what is added to its file, what changes to an override file beside it. */
export function applied(
  files: Readonly<Record<string, string>>,
  runbook: string,
): Readonly<Record<string, string>> {
  const result: Record<string, string> = { ...files };
  let into: string | null = null;
  for (const line of runbook.split('\n')) {
    const [, verb, place] = /^# (add to|change in) (.*)$/.exec(line) ?? [];
    if (/^# \d+\. /.test(line)) into = null;
    else if (place !== undefined) {
      const path = place.replace(/:\d+$/, '');
      into = verb === 'add to' ? path : path.replace(/[^/]*$/, 'runbook_override.tf');
    } else if (into !== null) result[into] = `${result[into] ?? ''}${line}\n`;
  }
  return result;
}
