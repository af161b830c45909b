resource "aws_kms_key" "invoices" {
  enable_key_rotation = true
}

variable "event_pattern" {
  type = string
}

resource "aws_cloudwatch_event_rule" "kms" {
  name          = "kms-keys"
  event_pattern = var.event_pattern
}

resource "aws_cloudwatch_event_target" "kms" {
  rule = aws_cloudwatch_event_rule.kms.name
  arn  = "arn:aws:sns:eu-west-1:111122223333:ExampleTopic"
}
