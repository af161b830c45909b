data "aws_iam_policy_document" "task_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}

resource "aws_iam_role" "task" {
  name               = "${var.name}-task"
  assume_role_policy = data.aws_iam_policy_document.task_trust.json
}

# iam-policy.json is what this prints:
#   kmslint iam-policy --org --all-regions --assume-role 'arn:aws:iam::{account}:role/kmslint-read'
resource "aws_iam_role_policy" "task" {
  name = "scan"
  role = aws_iam_role.task.id

  policy = replace(
    file("${path.module}/iam-policy.json"),
    "arn:aws:iam::*:role/kmslint-read",
    "arn:${local.partition}:iam::*:role/${var.member_role_name}",
  )
}

# What run.sh asks of S3, and what S3 asks of the key in its name.
data "aws_iam_policy_document" "bucket_of_task" {
  statement {
    sid       = "PutRows"
    actions   = ["s3:PutObject"]
    resources = [for prefix in concat(keys(local.tables), ["snapshots"]) : "${aws_s3_bucket.this.arn}/${prefix}/*"]
  }

  statement {
    sid       = "GoOn"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.this.arn}/snapshots/*"]
  }

  statement {
    sid       = "FindWhatIsThere"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.this.arn]

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["snapshots/*"]
    }
  }

  statement {
    sid       = "UseKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.this.arn]
  }
}

resource "aws_iam_role_policy" "bucket_of_task" {
  name   = "tables"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.bucket_of_task.json
}

resource "aws_iam_role" "execution" {
  name               = "${var.name}-execution"
  assume_role_policy = data.aws_iam_policy_document.task_trust.json
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
