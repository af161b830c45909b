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
      values   = [data.aws_caller_identity.current.account_id]
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

data "aws_iam_policy_document" "snapshots" {
  count = var.snapshots == null ? 0 : 1

  statement {
    actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    resources = ["*"]

    condition {
      test     = "StringLike"
      variable = "elasticfilesystem:AccessPointArn"
      values   = ["arn:${local.partition}:elasticfilesystem:*:*:access-point/${var.snapshots.access_point_id}"]
    }
  }
}

resource "aws_iam_role_policy" "snapshots" {
  count = var.snapshots == null ? 0 : 1

  name   = "snapshots"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.snapshots[0].json
}

resource "aws_iam_role" "execution" {
  name               = "${var.name}-execution"
  assume_role_policy = data.aws_iam_policy_document.task_trust.json
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
