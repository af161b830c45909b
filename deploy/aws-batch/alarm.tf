# Whoever is to be told subscribes to the topic.
resource "aws_sns_topic" "this" {
  name              = "${var.name}-alarms"
  kms_master_key_id = aws_kms_key.this.id
}

data "aws_iam_policy_document" "topic" {
  statement {
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.this.arn]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudwatch_event_rule.critical.arn, aws_cloudwatch_event_rule.unfinished.arn]
    }
  }
}

resource "aws_sns_topic_policy" "this" {
  arn    = aws_sns_topic.this.arn
  policy = data.aws_iam_policy_document.topic.json
}

resource "aws_cloudwatch_event_rule" "critical" {
  name        = "${var.name}-critical"
  description = "A run has critical findings that the run before had not."

  event_pattern = jsonencode({
    source        = ["kmslint"]
    "detail-type" = ["New critical findings"]
    account       = [local.account]
  })
}

resource "aws_cloudwatch_event_target" "critical" {
  rule = aws_cloudwatch_event_rule.critical.name
  arn  = aws_sns_topic.this.arn

  input_transformer {
    input_paths = {
      at   = "$.detail.at"
      rows = "$.detail.rows"
    }
    input_template = "\"kmslint: new critical findings in the run of <at>; the first of them, behind the names of the columns: <rows>\""
  }
}

resource "aws_cloudwatch_event_rule" "unfinished" {
  name        = "${var.name}-unfinished"
  description = "A run did not read everything, or ended early."

  event_pattern = jsonencode({
    source        = ["aws.states"]
    "detail-type" = ["Step Functions Execution Status Change"]
    detail = {
      status          = ["FAILED", "TIMED_OUT", "ABORTED"]
      stateMachineArn = [aws_sfn_state_machine.this.arn]
    }
  })
}

resource "aws_cloudwatch_event_target" "unfinished" {
  rule = aws_cloudwatch_event_rule.unfinished.name
  arn  = aws_sns_topic.this.arn

  input_transformer {
    input_paths = {
      name = "$.detail.name"
    }
    input_template = "\"kmslint: the run <name> did not read everything; the query accounts-not-scanned tells what is missing\""
  }
}
