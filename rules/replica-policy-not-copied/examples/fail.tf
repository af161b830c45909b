resource "aws_kms_key" "primary" {
  multi_region        = true
  enable_key_rotation = true
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "Administer", Effect = "Allow", Principal = { AWS = "111122223333" }, Action = "kms:*", Resource = "*" },
      { Sid = "Use", Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/ExampleRole" }, Action = ["kms:Sign", "kms:GetPublicKey"], Resource = "*" },
    ]
  })
}

resource "aws_kms_replica_key" "replica" {
  primary_key_arn = aws_kms_key.primary.arn
  region          = "us-west-2"

}
