resource "aws_kms_key" "invoices" {
  enable_key_rotation = true
}

resource "aws_cloudwatch_log_metric_filter" "kms" {
  name           = "kms-keys"
  log_group_name = "cloudtrail"
  pattern        = "{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }"

  metric_transformation {
    name      = "kms-keys"
    namespace = "ExampleNamespace"
    value     = "1"
  }
}
