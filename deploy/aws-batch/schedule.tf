resource "aws_scheduler_schedule" "this" {
  name                = var.name
  schedule_expression = var.schedule

  flexible_time_window {
    mode                      = "FLEXIBLE"
    maximum_window_in_minutes = 15
  }

  target {
    arn      = "arn:${local.partition}:scheduler:::aws-sdk:batch:submitJob"
    role_arn = aws_iam_role.scheduler.arn

    input = jsonencode({
      JobName         = var.name
      JobQueue        = aws_batch_job_queue.this.arn
      JobDefinition   = aws_batch_job_definition.scan.arn
      ArrayProperties = { Size = var.shards }
    })
  }
}

data "aws_iam_policy_document" "scheduler_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_iam_role" "scheduler" {
  name               = "${var.name}-scheduler"
  assume_role_policy = data.aws_iam_policy_document.scheduler_trust.json
}

data "aws_iam_policy_document" "submit" {
  statement {
    actions   = ["batch:SubmitJob"]
    resources = [aws_batch_job_queue.this.arn, "${aws_batch_job_definition.scan.arn_prefix}:*"]
  }
}

resource "aws_iam_role_policy" "scheduler" {
  name   = "submit"
  role   = aws_iam_role.scheduler.id
  policy = data.aws_iam_policy_document.submit.json
}
