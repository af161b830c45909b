provider "aws" {
  region = "eu-west-1"
}

resource "aws_kms_key" "invoices" {
  description = "Encrypted invoices; nothing writes under it any more"
  is_enabled  = false
}

resource "aws_sqs_queue" "jobs" {
  name              = "example-jobs"
  kms_master_key_id = "alias/aws/sqs"
}

resource "aws_iam_role_policy" "auditors" {
  name = "auditors-of-${aws_kms_key.invoices.key_id}"
  role = "auditors"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "kms:DescribeKey"
      Resource = aws_kms_key.invoices.arn
    }]
  })
}
