resource "aws_kms_key" "invoices" {
  enable_key_rotation = true
}

resource "aws_cloudwatch_event_rule" "kms" {
  name          = "kms-keys"
  event_pattern = jsonencode({ source = ["aws.kms"] })
}
