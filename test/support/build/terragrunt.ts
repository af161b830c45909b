import type { JudgedFiles } from '../judge/judge-hcl.ts';

export const moduleFile = 'modules/kms/main.tf';
/** A module whose variables decide. */
export const module = {
  [moduleFile]: `
variable "rotate" {
  type    = bool
  default = true
}
variable "period" {
  type    = number
  default = 365
}
variable "name" {
  type    = string
  default = null
}
variable "keys" {
  type    = map(bool)
  default = {}
}
resource "aws_kms_key" "this" {
  enable_key_rotation     = var.rotate
  rotation_period_in_days = var.period
}
resource "aws_kms_key" "each" {
  for_each            = var.keys
  enable_key_rotation = each.value
}
resource "aws_kms_alias" "this" {
  count         = var.name == null ? 0 : 1
  name          = "alias/\${var.name}"
  target_key_id = aws_kms_key.this.key_id
}
output "rotate" {
  value = var.rotate
}
output "id" {
  value = aws_kms_key.this.key_id
}
`,
};

/** A unit that runs it. */
export const source = 'terraform {\n  source = "${get_repo_root()}/modules/kms"\n}\n';
export const root = 'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\n';
export const inputs = (text: string): string => `inputs = {\n${text}\n}\n`;

/** Kinds of a rule's verdicts by the unit and the subject. */
export function kinds(
  { findings }: JudgedFiles,
  ruleId = 'rotation-disabled',
): Record<string, string> {
  return Object.fromEntries(
    findings
      .filter((finding) => finding.ruleId === ruleId)
      .filter(({ message }) => message !== 'it makes no instance')
      .map(({ scope, subject, kind }) => [`${scope} ${subject}`, kind]),
  );
}
