# The role that a scan assumes: once in every account, by a stack set, an account factory or a provider for each.
terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.60"
    }
  }
}

variable "trusted_role_arn" {
  description = "The role that runs kmslint: the output task_role_arn."
  type        = string
}

variable "name" {
  description = "The same in every account."
  type        = string
  default     = "kmslint-read"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [var.trusted_role_arn]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

# iam-policy.json is what `kmslint iam-policy --all-regions` prints.
resource "aws_iam_role_policy" "this" {
  name   = "read-keys"
  role   = aws_iam_role.this.id
  policy = file("${path.module}/iam-policy.json")
}
