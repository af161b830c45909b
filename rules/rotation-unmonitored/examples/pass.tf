resource "aws_kms_key" "invoices" {
  enable_key_rotation = true
}

resource "aws_cloudwatch_event_rule" "kms" {
  name          = "kms-keys"
  event_pattern = jsonencode({ source = ["aws.kms"] })
}

resource "aws_cloudwatch_event_target" "kms" {
  rule = aws_cloudwatch_event_rule.kms.name
  arn  = "arn:aws:sns:eu-west-1:111122223333:ExampleTopic"
}
