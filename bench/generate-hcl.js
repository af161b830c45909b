// Writes Terraform configurations: modules with and without KMS, and a monorepo of them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const tags = (i) => `merge(local.tags, { Name = "\${local.name}-${i}", Index = ${i} })`;

const bucket = (i) => `
resource "aws_s3_bucket" "b${i}" {
  bucket        = "\${var.environment}-\${local.name}-${i}"
  force_destroy = var.environment != "prod"
  tags          = ${tags(i)}
}

resource "aws_s3_bucket_versioning" "b${i}" {
  bucket = aws_s3_bucket.b${i}.id
  versioning_configuration {
    status = var.versioned ? "Enabled" : "Suspended"
  }
}
`;

const role = (i) => `
resource "aws_iam_role" "r${i}" {
  name = "\${local.name}-${i}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
  tags = ${tags(i)}
}
`;

const key = (i) => `
# The key of service ${i}.
resource "aws_kms_key" "k${i}" {
  description             = "Key of \${local.name} ${i}"
  enable_key_rotation     = var.environment == "prod" ? true : var.rotate
  rotation_period_in_days = 90 + ${i}
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.k${i}.json
  tags                    = ${tags(i)}
}

resource "aws_kms_alias" "k${i}" {
  name          = "alias/\${local.name}-${i}"
  target_key_id = aws_kms_key.k${i}.key_id
}

data "aws_iam_policy_document" "k${i}" {
  statement {
    sid       = "Root"
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:\${data.aws_partition.current.partition}:iam::\${data.aws_caller_identity.current.account_id}:root"]
    }
  }
  dynamic "statement" {
    for_each = toset(concat(var.users, ["service-${i}"]))
    content {
      actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
      resources = ["*"]
      principals {
        type        = "AWS"
        identifiers = [format("arn:aws:iam::%s:user/%s", data.aws_caller_identity.current.account_id, statement.value)]
      }
    }
  }
}
`;

const variables = `
variable "environment" {
  description = "Where it runs."
  type        = string
  default     = "prod"
}

variable "versioned" {
  type    = bool
  default = true
}

variable "rotate" {
  type    = bool
  default = true
}

variable "users" {
  type    = list(string)
  default = ["a", "b"]
}
`;

const locals = `
locals {
  name = lower("Service-\${var.environment}")
  tags = {
    Environment = var.environment
    ManagedBy   = "terraform"
    Team        = upper("platform")
  }
}
`;

const provider = `
terraform {
  required_version = ">= 1.5"
  backend "s3" {}
}

provider "aws" {
  region = "eu-central-1"
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
`;

const many = (count, block) => Array.from({ length: count }, (_, i) => block(i)).join('');

/** A root module of ten files: fourteen keys beside what else such a stack holds. */
function tenFiles() {
  const services = ['api', 'archive', 'billing', 'events', 'logs', 'mail', 'reports'];
  const files = services.map((name, i) => [
    `${name}.tf`,
    many(2, (n) => key(2 * i + n) + bucket(2 * i + n)) + role(i),
  ]);
  return {
    'variables.tf': variables,
    'locals.tf': locals,
    'provider.tf': provider,
    ...Object.fromEntries(files),
  };
}

function write(directory, files) {
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
}

export function writeModule(directory) {
  write(directory, tenFiles());
}

/** 10,000 directories and 12,000 files of 20 MB; one directory in `kmsEvery` holds a key. Returns those that do. */
export function writeMonorepo(directory, kmsEvery = Infinity) {
  const withKms = [];
  for (let i = 0; i < 10_000; i++) {
    const path = join(directory, `team-${i % 20}`, `group-${i % 400}`, `stack-${i}`);
    const isKms = i % kmsEvery === kmsEvery - 1;
    const body = `${many(3, bucket)}${isKms ? key(0) : role(0)}`;
    const main = `${provider}${locals}${body}`;
    const files =
      i % 5 === 0
        ? { 'variables.tf': variables, 'main.tf': main }
        : { 'main.tf': `${variables}${main}` };
    write(path, files);
    if (isKms) withKms.push(path);
  }
  return withKms;
}

/** Root modules that hold little besides keys: two files and three keys each. */
export function writeRoots(directory, count) {
  for (let i = 0; i < count; i++) {
    write(join(directory, `root-${i}`), {
      'variables.tf': `${variables}${locals}${provider}`,
      'main.tf': many(3, (n) => key(3 * i + n)),
    });
  }
}

/** One key below so many comments that suppress a finding of it. */
export function writeComments(directory, count) {
  const comment = (i) => `# kmslint:ignore rotation-disabled -- reason ${i}\n`;
  write(directory, { 'main.tf': `${many(count, comment)}resource "aws_kms_key" "k" {}\n` });
}
