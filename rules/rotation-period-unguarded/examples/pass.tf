resource "aws_kms_key" "invoices" {
  enable_key_rotation = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Enable IAM User Permissions"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::111122223333:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "Administration"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::111122223333:role/ExampleRole" }
        Action    = ["kms:EnableKeyRotation", "kms:DisableKeyRotation"]
        Resource  = "*"
        Condition = {
          NumericLessThanEquals = { "kms:RotationPeriodInDays" = "365" }
        }
      },
    ]
  })
}
