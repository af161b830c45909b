resource "aws_sfn_state_machine" "this" {
  # checkov:skip=CKV_AWS_284:Six steps a day; Step Functions keeps each execution for 90 days
  # checkov:skip=CKV_AWS_285:The same; delivering logs takes eight actions on every log of the account

  name     = var.name
  role_arn = aws_iam_role.machine.arn

  definition = templatefile("${path.module}/machine.asl.json.tftpl", {
    partition  = local.partition
    name       = var.name
    queue      = aws_batch_job_queue.this.arn
    definition = aws_batch_job_definition.scan.arn
    shards     = local.shards
    query      = jsonencode(file("${path.module}/../athena/queries/new-critical.sql"))
    database   = aws_glue_catalog_database.this.name
    workgroup  = aws_athena_workgroup.this.name
  })
}

data "aws_iam_policy_document" "machine_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["states.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_iam_role" "machine" {
  name               = "${var.name}-machine"
  assume_role_policy = data.aws_iam_policy_document.machine_trust.json
}

locals {
  catalog = "arn:${local.partition}:glue:${local.region}:${local.account}"
}

data "aws_iam_policy_document" "machine" {
  statement {
    sid       = "Submit"
    actions   = ["batch:SubmitJob"]
    resources = [aws_batch_job_queue.this.arn, "${aws_batch_job_definition.scan.arn_prefix}:*"]
  }

  # It takes no ARN.
  statement {
    sid       = "Follow"
    actions   = ["batch:DescribeJobs"]
    resources = ["*"]
  }

  statement {
    sid       = "Stop"
    actions   = ["batch:TerminateJob"]
    resources = ["arn:${local.partition}:batch:${local.region}:${local.account}:job/*"]
  }

  statement {
    sid       = "Wait"
    actions   = ["events:DescribeRule", "events:PutRule", "events:PutTargets"]
    resources = ["arn:${local.partition}:events:${local.region}:${local.account}:rule/StepFunctionsGetEventsForBatchJobsRule"]
  }

  statement {
    sid       = "Ask"
    actions   = ["athena:GetQueryExecution", "athena:GetQueryResults", "athena:StartQueryExecution", "athena:StopQueryExecution"]
    resources = [aws_athena_workgroup.this.arn]
  }

  statement {
    sid     = "ReadCatalog"
    actions = ["glue:GetDatabase", "glue:GetTable"]
    resources = [
      "${local.catalog}:catalog",
      "${local.catalog}:database/${aws_glue_catalog_database.this.name}",
      "${local.catalog}:table/${aws_glue_catalog_database.this.name}/*",
    ]
  }

  statement {
    sid       = "FindRows"
    actions   = ["s3:GetBucketLocation", "s3:ListBucket"]
    resources = [aws_s3_bucket.this.arn]
  }

  statement {
    sid       = "ReadRows"
    actions   = ["s3:GetObject"]
    resources = [for prefix in ["findings", "scans", "results"] : "${aws_s3_bucket.this.arn}/${prefix}/*"]
  }

  statement {
    sid       = "WriteAnswers"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.this.arn}/results/*"]
  }

  statement {
    sid       = "UseKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.this.arn]
  }

  statement {
    sid       = "Tell"
    actions   = ["events:PutEvents"]
    resources = ["arn:${local.partition}:events:${local.region}:${local.account}:event-bus/default"]
  }
}

resource "aws_iam_role_policy" "machine" {
  name   = "run"
  role   = aws_iam_role.machine.id
  policy = data.aws_iam_policy_document.machine.json
}
