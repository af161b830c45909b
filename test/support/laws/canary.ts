import * as fc from 'fast-check';

/** What no report may hold: a text, a number, and the text as base64. */
export const canary = { text: 'hunter2Example', number: '8675309421' } as const;
const encoded = Buffer.from(canary.text).toString('base64');
export const leaked = new RegExp(`${canary.text}|${canary.number}|${encoded}|\\uffff|uffff`, 'i');

/** Files beside the module that hold secrets, and a template that is given one. */
export const secretFiles = {
  'secret.txt': canary.text,
  'secret.json': JSON.stringify({
    pw: canary.text,
    pin: Number(canary.number),
    [canary.text]: [canary.text],
  }),
  'secret.yaml': `pw: ${canary.text}\npin: ${canary.number}\nall:\n  - ${canary.text}\n`,
  'secret.csv': `name,pw\n${canary.text},${canary.text}\n`,
  'secret.tpl': `${canary.text}\${${canary.text}(}`,
  'given.tpl': 'x-${given}-%{ for g in [given] }${g}%{ endfor }',
  'inner/main.tf': `variable "given" {\n  sensitive = true\n}\nvariable "plain" {}\noutput "given" {\n  sensitive = true\n  value = [var.given]\n}\noutput "both" {\n  sensitive = true\n  value = "\${var.given}\${var.plain}"\n}\n`,
  'terraform.tfvars': `filed = "${canary.text}"\nmapped = { pw = "${canary.text}", ${canary.text} = ${canary.number} }\n`,
  'x.auto.tfvars.json': JSON.stringify({ listed: [canary.text, canary.text] }),
} as const;

/** The module around a case: sensitive variables from every source, unknowns of every kind. */
export const around = `
variable "filed" {
  type      = string
  sensitive = true
}
variable "mapped" {
  sensitive = true
}
variable "listed" {
  type      = list(string)
  sensitive = true
}
variable "spoken" {
  sensitive = true
}
variable "environment" {
  sensitive = true
}
variable "u" {}
data "external" "flags" {}
data "aws_caller_identity" "me" {}
data "external" "many" {
  for_each = var.u
}
module "unread" {
  source = "example/none/aws"
}
module "inner" {
  source = "./inner"
  given  = var.filed
  plain  = var.u
}
resource "aws_ssm_parameter" "one" {}
resource "aws_ssm_parameter" "each" {
  for_each = { a = 1, b = 2 }
}
locals {
  hidden = { pw = var.spoken, list = [var.filed, var.u] }
  read   = file("\${path.module}/secret.txt")
}
`;

const given = [
  'var.filed',
  'var.mapped.pw',
  'var.mapped',
  'var.listed[0]',
  'var.listed',
  'var.spoken',
  'var.environment',
  'local.hidden',
  'local.hidden.pw',
  'module.inner.given',
  'module.inner.both',
  'sensitive(var.u == 1 ? var.filed : var.spoken)',
];

/** Texts of files, and what functions make of them. */
const decoded = [
  'local.read',
  'file("${path.module}/secret.txt")',
  'jsondecode(file("${path.module}/secret.json")).pw',
  'jsondecode(file("${path.module}/secret.json"))',
  'yamldecode(file("${path.module}/secret.yaml")).pin',
  'yamldecode(file("${path.module}/secret.yaml"))',
  'csvdecode(file("${path.module}/secret.csv"))[0].pw',
  'filebase64("${path.module}/secret.txt")',
  'templatefile("${path.module}/given.tpl", { given = local.read })',
  'templatefile("${path.module}/secret.tpl", {})',
];

const unknown = [
  'var.u',
  'data.external.flags.result',
  'data.external.many',
  'module.unread.all',
  'module.unread',
  'aws_ssm_parameter.one',
  'aws_ssm_parameter.one.value',
  'aws_ssm_parameter.each',
  'data.aws_caller_identity.me.account_id',
  'timestamp()',
  '[for x in var.u : x]',
];

/** Expressions with a secret `S` and something unknown `U`. */
const shapes = String.raw`
  U[S] ;; S[U] ;; U[S].value ;; [U][S] ;; { (S) = U }[U] ;; { (S) = U } ;; [S, U] ;; [U, S][*]
  U[*][S] ;; "@{S}@{U}" ;; "%{ if U }@{S}%{ endif }" ;; "%{ for x in S }@{x}@{U}%{ endfor }"
  (U == S) ;; (U == S ? S : U) ;; (U ? S : "x") ;; !U ;; -S ;; (S + 1) ;; (S && U) ;; S.pw ;; S[0]
  U.a[S] ;; S.missing ;; lookup(U, S) ;; lookup(U, S, S) ;; lookup({ (S) = 1 }, U)
  contains(U, S) ;; contains([S, U], U) ;; merge({ (S) = U }, U) ;; merge(S, U) ;; concat([S], U)
  flatten([[S], U]) ;; element(U, S) ;; element([S], U) ;; join(S, [U, U]) ;; join("-", [S, U])
  join("-", S) ;; split(S, U) ;; split("-", S) ;; replace(U, S, "x") ;; replace(S, "/(/", U)
  format("%s-%s", S, U) ;; format(S, U) ;; format("%d", S) ;; formatlist("%s-%s", [S], U)
  upper(S) ;; substr(S, U, 2) ;; title("@{S}@{U}") ;; coalesce(U, S) ;; coalescelist(U, [S])
  try(U[S], S) ;; try(S.a.b, U) ;; can(U[S]) ;; one(S) ;; tolist(S) ;; toset([S, U])
  tomap({ x = S }) ;; tonumber(S) ;; tobool(S) ;; tostring(U) ;; length(S) ;; keys({ (S) = U })
  values({ x = S }) ;; zipmap([S], [U]) ;; setunion([S], U) ;; jsonencode([S, U])
  jsonencode({ (S) = U }) ;; jsondecode(S) ;; jsondecode("{\"a\": \"@{U}\"") ;; yamldecode(S)
  yamlencode([S, U]) ;; csvdecode(S) ;; base64decode(S) ;; base64encode("@{S}@{U}")
  urlencode(S) ;; sha256(S) ;; textencodebase64(S, S) ;; parseint(S, 10) ;; cidrhost(S, 1)
  cidrsubnet(U, S, S) ;; timeadd(S, "1h") ;; timeadd(U, S) ;; formatdate(S, U)
  formatdate(S, "2020-01-01T00:00:00Z") ;; regex(S, U) ;; regex(S, S) ;; regexall("(", S)
  regex("(?P<@{S}>", "x") ;; file(S) ;; fileexists(S) ;; fileset(path.module, S)
  fileset(S, "*") ;; templatefile(S, {})
  templatefile("@{path.module}/given.tpl", { given = S })
  templatefile("@{path.module}/given.tpl", { (S) = S }) ;; templatestring(S, { given = U })
  provider::aws::arn_parse(S) ;; provider::aws::arn_build(S, U, S, S, S)
  provider::other::thing(S, U) ;; nosuch(S, U) ;; uuidv5(S, U) ;; bcrypt(S)
  [for k, v in U : v if k == S] ;; [for x in S : x if x == U] ;; { for k, v in U : S => v }
  { for x in [S] : x => U } ;; [for x in S : "@{x}@{U}"]
  { for k, v in { (S) = U } : k => v... } ;; nonsensitive(U)[S] ;; data.external.flags.result[S]
  data.external.many[S].result ;; data.external.none[S] ;; aws_ssm_parameter.one[S]
  aws_ssm_parameter.each[S].value ;; module.unread[S] ;; module.inner[S] ;; local.hidden[S]
  var.u[S][S]
`
  .replaceAll('@{', '${')
  .split(/;;|\n/)
  .map((shape) => shape.trim())
  .filter((shape) => shape !== '');

/** Expressions that hold a secret, most of them beside something unknown. */
function holding(secrets: readonly string[]): fc.Arbitrary<string> {
  const secret = fc.constantFrom(...secrets);
  const other = fc.constantFrom(...unknown);
  const fill = (shape: string, s: string, u: string): string =>
    shape.replaceAll(/\b[SU]\b/g, (letter) => (letter === 'S' ? `(${s})` : `(${u})`));
  const one = fc
    .tuple(fc.constantFrom(...shapes), secret, other)
    .map(([shape, s, u]) => fill(shape, s, u));
  const two = fc
    .tuple(fc.constantFrom(...shapes), fc.oneof(one, secret), fc.oneof(one, other))
    .map(([shape, s, u]) => fill(shape, s, u));
  return fc.oneof(one, two, two);
}

const anywhere = holding([...given, ...decoded]);
/** Where a text that is not sensitive is told, as it should be: names of objects, policies, what makes instances. */
const sensitive = holding(given);

const key = (name: string, body: string): string =>
  `resource "aws_kms_key" "${name}" {\n${body}\n}\n`;

/** A place of a configuration, with an expression in it. */
const hidingPlaces: readonly ((e: string) => string)[] = [
  ...[
    'enable_key_rotation',
    'is_enabled',
    'key_usage',
    'customer_master_key_spec',
    'multi_region',
    'custom_key_store_id',
    'deletion_window_in_days',
    'tags',
    'region',
    'description',
    'xks_key_id',
  ].map((argument) => (e: string) => key('k', `  ${argument} = ${e}`)),
  (e) =>
    `${key('k', '  customer_master_key_spec = "RSA_3072"')}resource "aws_kms_alias" "x" {\n  name = "alias/x"\n  target_key_id = ${e}\n}\n`,
  (e) =>
    `resource "aws_kms_key_policy" "x" {\n  key_id = ${e}\n  policy = "{}"\n}\n${key('k', '')}`,
  (e) => `resource "aws_kms_external_key" "k" {\n  enabled = ${e}\n}\n`,
  (e) =>
    `${key('p', '  multi_region = true')}resource "aws_kms_replica_key" "k" {\n  primary_key_arn = ${e}\n}\n`,
  (e) =>
    `resource "aws_kms_custom_key_store" "k" {\n  cloud_hsm_cluster_id = ${e}\n  custom_key_store_type = ${e}\n}\nresource "aws_cloudhsm_v2_cluster" "c" {}\nresource "aws_cloudhsm_v2_hsm" "h" {\n  cluster_id = aws_cloudhsm_v2_cluster.c.cluster_id\n  subnet_id = ${e}\n}\n`,
  (e) =>
    [1, 2]
      .map(
        (i) =>
          `${key(`k${i}`, '')}resource "aws_kms_alias" "x${i}" {\n  name = "alias/x-v${i}"\n  target_key_id = aws_kms_key.k${i}.id\n}\nresource "aws_kms_grant" "g${i}" {\n  name = ${e}\n  key_id = aws_kms_key.k${i}.id\n  grantee_principal = "${i}-\${${e}}"\n  operations = [${e}]\n  constraints {\n    encryption_context_subset = { a = ${e} }\n  }\n}\n`,
      )
      .join(''),
  (e) => `provider "aws" {\n  region = ${e}\n}\n${key('k', '')}`,
  (e) =>
    `locals {\n  inside = { a = ${e} }\n}\n${key('k', '  enable_key_rotation = local.inside.a')}`,
  (e) =>
    `module "x" {\n  source = "./inner"\n  given = ${e}\n  plain = ${e}\n}\n${key('k', '  enable_key_rotation = module.x.both\n  is_enabled = module.x.given[0]')}`,
];

/** The same, where only what is sensitive is a secret. */
const tellingPlaces: readonly ((e: string) => string)[] = [
  (e) => key('k', `  rotation_period_in_days = ${e}`),
  (e) => key('k', `  count = ${e}`),
  (e) => key('k', `  for_each = ${e}\n  enable_key_rotation = each.value == each.key`),
  (e) => key('k', `  for_each = toset([${e}])\n  enable_key_rotation = each.value`),
  (e) =>
    `module "x" {\n  source = "./inner"\n  for_each = ${e}\n  given = each.value\n  plain = each.key\n}\n${key('k', '  enable_key_rotation = module.x["a"].both')}`,
  (e) => key('k', `  policy = ${e}`),
  (e) =>
    key(
      'k',
      `  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ${e}, Resource = "*", Principal = { AWS = ${e} } }] })`,
    ),
  (e) =>
    `data "aws_iam_policy_document" "d" {\n  statement {\n    sid = ${e}\n    actions = [${e}]\n    resources = ["*"]\n    principals {\n      type = "AWS"\n      identifiers = ${e}\n    }\n  }\n  dynamic "statement" {\n    for_each = ${e}\n    content {\n      actions = [statement.value]\n    }\n  }\n}\n${key('k', '  policy = data.aws_iam_policy_document.d.json')}`,
  (e) =>
    [1, 2]
      .map(
        (i) =>
          `resource "aws_kms_alias" "x${i}" {\n  name = "alias/\${${e}}_v${i}"\n  target_key_id = aws_kms_key.k${i}.id\n}\n${key(`k${i}`, `  customer_master_key_spec = "RSA_3072"\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "11112222333${i}" } }, { Effect = "Allow", Action = "kms:Get*", Resource = "*", Principal = { AWS = ${e} } }] })`)}`,
      )
      .join(''),
  (e) =>
    `resource "aws_kms_alias" "x" {\n  name_prefix = ${e}\n  target_key_id = aws_kms_key.k.id\n}\n${key('k', '')}`,
];

/** A configuration with a secret in one of the places that an expression can stand in. */
export const hiding: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(fc.constantFrom(...hidingPlaces), anywhere).map(([place, e]) => place(e)),
  fc
    .tuple(fc.constantFrom(...hidingPlaces, ...tellingPlaces), sensitive)
    .map(([place, e]) => place(e)),
);
