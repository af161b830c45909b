import * as fc from 'fast-check';

// Root modules with keys as a shared module makes them: out of a map, with arguments that may be null.

const kinds = [
  ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'],
  ['RSA_2048', 'SIGN_VERIFY'],
  ['RSA_3072', 'ENCRYPT_DECRYPT'],
  ['HMAC_384', 'GENERATE_VERIFY_MAC'],
  ['ECC_NIST_P256', 'KEY_AGREEMENT'],
] as const;

const key = fc.record(
  {
    kind: fc.constantFrom(...kinds),
    rotate: fc.constantFrom(true, false, null),
    period: fc.constantFrom(90, 365, 2560, null),
    enabled: fc.boolean(),
    multiRegion: fc.constantFrom(true, false, null),
    alias: fc.boolean(),
  },
  { requiredKeys: [] },
);

const choice = (...texts: readonly string[]) => fc.constantFrom(...texts);

const module = fc.record({
  keys: fc.dictionary(fc.constantFrom('app', 'db', 'logs', 'old'), key, { minKeys: 1 }),
  given: choice('literal', 'json', 'local', 'each'),
  rotate: choice(
    'each.value.rotate',
    'coalesce(each.value.rotate, true)',
    'try(each.value.rotate, false)',
  ),
  multiRegion: choice('each.value.mr', 'each.value.mr == true'),
  policy: choice('null', 'var.policy', 'data.aws_iam_policy_document.this.json'),
  name: choice(
    'name = "alias/${var.name}/${each.key}"',
    'name_prefix = "alias/${var.name}-${each.key}-"',
  ),
  target: choice(
    'try(aws_kms_key.sym[each.key].key_id, aws_kms_key.other[each.key].key_id)',
    'merge(aws_kms_key.sym, aws_kms_key.other)[each.key].arn',
    'local.ids[each.key]',
  ),
});

/** A key with its period only where rotation is asked for: the provider refuses any other. */
export const modules = module.map((m) => ({
  ...m,
  keys: Object.fromEntries(
    Object.entries(m.keys).map(([name, { period, ...k }]) => [
      name,
      { ...k, ...(k.rotate === true && period !== undefined ? { period } : {}) },
    ]),
  ),
}));
type Module = typeof modules extends fc.Arbitrary<infer T> ? T : never;

const required = `terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}
`;

const provider = `provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "x"
  secret_key                  = "x"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}
`;

/** The files of a root module that calls all of these. */
export function filesOf(all: readonly Module[]): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  let root = `${required}${provider}`;
  for (const [i, one] of all.entries()) {
    const map = Object.entries(one.keys).map(([name, k]) => [name, argumentsOf(k)] as const);
    const json = JSON.stringify(Object.fromEntries(map));
    files[`m${i}/main.tf`] = moduleText(one);
    if (one.given === 'json') files[`m${i}.json`] = json;
    if (one.given === 'local') root += `locals {\n  keys${i} = ${json}\n}\n`;
    const keys = {
      literal: json,
      json: `jsondecode(file("\${path.module}/m${i}.json"))`,
      local: `{ for name, k in local.keys${i} : name => merge({ alias = true }, k) }`,
      each: '{ (each.key) = each.value }',
    }[one.given];
    const repeats = one.given === 'each' ? `  for_each = ${json}\n` : '';
    const name = one.given === 'each' ? `n${i}-\${each.key}` : `n${i}`;
    root += `module "m${i}" {\n  source = "./m${i}"\n${repeats}  name = "${name}"\n  keys = ${keys}\n}\n`;
  }
  return { ...files, 'main.tf': root };
}

function argumentsOf({ kind, multiRegion, ...k }: Module['keys'][string]): object {
  return {
    ...k,
    ...(kind === undefined ? {} : { spec: kind[0], usage: kind[1] }),
    ...(multiRegion === undefined ? {} : { mr: multiRegion }),
  };
}

function moduleText({ rotate, multiRegion, policy, name, target }: Module): string {
  const common = `is_enabled = each.value.enabled\n  multi_region = ${multiRegion}\n  policy = ${policy}`;
  return `${required}
variable "keys" {
  type = map(object({
    spec    = optional(string, "SYMMETRIC_DEFAULT")
    usage   = optional(string, "ENCRYPT_DECRYPT")
    rotate  = optional(bool)
    period  = optional(number)
    enabled = optional(bool)
    mr      = optional(bool)
    alias   = optional(bool, false)
  }))
}
variable "name" {
  type = string
}
variable "policy" {
  type    = string
  default = null
}
locals {
  sym   = { for name, k in var.keys : name => k if k.spec == "SYMMETRIC_DEFAULT" }
  other = { for name, k in var.keys : name => k if k.spec != "SYMMETRIC_DEFAULT" }
  ids   = merge({ for name, k in aws_kms_key.sym : name => k.key_id }, { for name, k in aws_kms_key.other : name => k.key_id })
}
data "aws_iam_policy_document" "this" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }
  }
}
resource "aws_kms_key" "sym" {
  for_each = local.sym
  enable_key_rotation = ${rotate}
  rotation_period_in_days = each.value.period
  ${common}
}
resource "aws_kms_key" "other" {
  for_each = local.other
  customer_master_key_spec = each.value.spec
  key_usage = each.value.usage
  ${common}
}
resource "aws_kms_alias" "this" {
  for_each = { for name, k in var.keys : name => k if k.alias }
  ${name}
  target_key_id = ${target}
}
`;
}
