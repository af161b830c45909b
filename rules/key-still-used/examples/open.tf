provider "aws" {
  region = "eu-west-1"
}

variable "enabled" {
  type = bool
}

resource "aws_kms_key" "invoices" {
  description = "Encrypts invoices"
  is_enabled  = var.enabled
}

resource "aws_sqs_queue" "jobs" {
  name              = "example-jobs"
  kms_master_key_id = aws_kms_key.invoices.key_id
}
