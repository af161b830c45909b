provider "aws" {
  region = "eu-west-1"
}

resource "aws_kms_key" "invoices" {
  description = "Encrypts invoices"
  is_enabled  = false
}

resource "aws_kms_alias" "invoices" {
  name          = "alias/ExampleAlias"
  target_key_id = aws_kms_key.invoices.key_id
}

resource "aws_s3_bucket_server_side_encryption_configuration" "invoices" {
  bucket = "example-invoices"

  rule {
    apply_server_side_encryption_by_default {
      kms_master_key_id = aws_kms_key.invoices.arn
      sse_algorithm     = "aws:kms"
    }
  }
}

resource "aws_sqs_queue" "jobs" {
  name              = "example-jobs"
  kms_master_key_id = aws_kms_alias.invoices.name
}
