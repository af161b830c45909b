resource "aws_kms_external_key" "invoices" {
  valid_to = "2027-01-31T00:00:00Z"
}

resource "aws_cloudwatch_event_rule" "kms" {
  name = "kms-keys"
  event_pattern = jsonencode({
    source      = ["aws.kms"]
    detail-type = ["KMS CMK Rotation", "KMS CMK Deletion"]
  })
}

resource "aws_cloudwatch_event_target" "kms" {
  rule = aws_cloudwatch_event_rule.kms.name
  arn  = "arn:aws:sns:eu-west-1:111122223333:ExampleTopic"
}
