data "aws_caller_identity" "current" {}

resource "aws_kms_key" "invoices" {
  enable_key_rotation = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Enable IAM User Permissions"
      Effect    = "Allow"
      Principal = { AWS = data.aws_caller_identity.current.account_id }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}
