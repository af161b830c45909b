locals {
  partition   = data.aws_partition.current.partition
  region      = data.aws_region.current.name
  account     = data.aws_caller_identity.current.account_id
  member_role = "arn:${local.partition}:iam::{account}:role/${var.member_role_name}"

  # Measured, as ../SIZES.md tells: seconds of one core to record a key and to judge it. A part is to end in half of its
  # deadline: accounts are not all of one size.
  seconds_per_key = 0.0045
  half_deadline   = var.deadline_hours * 3600 / 2
  shards          = var.shards != null ? var.shards : max(2, ceil(var.keys * local.seconds_per_key / local.half_deadline))
}

data "aws_partition" "current" {}
data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

# Without a name of ours: providers call the argument differently before version 6 and from there on.
resource "aws_batch_compute_environment" "this" {
  type = "MANAGED"

  compute_resources {
    type               = "FARGATE"
    max_vcpus          = var.max_vcpus
    subnets            = var.subnet_ids
    security_group_ids = var.security_group_ids
  }
}

resource "aws_batch_job_queue" "this" {
  name     = var.name
  state    = "ENABLED"
  priority = 1

  compute_environment_order {
    order               = 1
    compute_environment = aws_batch_compute_environment.this.arn
  }
}

# kmslint reads AWS_BATCH_JOB_ARRAY_INDEX and AWS_BATCH_JOB_ARRAY_SIZE, and scans the accounts of its part alone.
resource "aws_batch_job_definition" "scan" {
  name                  = var.name
  type                  = "container"
  platform_capabilities = ["FARGATE"]

  container_properties = jsonencode({
    image            = var.image
    jobRoleArn       = aws_iam_role.task.arn
    executionRoleArn = aws_iam_role.execution.arn
    command          = concat(["--all-regions", "--deadline", "${var.deadline_hours}h"], var.scan_arguments)
    environment = [
      { name = "AWS_REGION", value = local.region },
      { name = "KMSLINT_BUCKET", value = aws_s3_bucket.this.bucket },
      { name = "KMSLINT_ROLE", value = local.member_role },
      # Three quarters of the memory: Node.js takes half by itself.
      { name = "NODE_OPTIONS", value = "--max-old-space-size=${floor(var.memory_mib * 3 / 4)}" },
    ]
    user                         = "1000"
    readonlyRootFilesystem       = false
    networkConfiguration         = { assignPublicIp = "DISABLED" }
    fargatePlatformConfiguration = { platformVersion = "LATEST" }
    resourceRequirements = [
      { type = "VCPU", value = "1" },
      { type = "MEMORY", value = tostring(var.memory_mib) },
    ]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        "awslogs-group"         = aws_cloudwatch_log_group.this.name
        "awslogs-region"        = local.region
        "awslogs-stream-prefix" = "scan"
      }
    }
  })

  # 2: usage or credentials, 3: something could not be read. Another try mends neither; it does mend a Fargate task that
  # was lost, which goes on with what it had saved.
  retry_strategy {
    attempts = 3

    evaluate_on_exit {
      on_exit_code = "2"
      action       = "EXIT"
    }
    evaluate_on_exit {
      on_exit_code = "3"
      action       = "EXIT"
    }
    evaluate_on_exit {
      on_reason = "*"
      action    = "RETRY"
    }
  }

  timeout {
    attempt_duration_seconds = var.deadline_hours * 3600 + 1800
  }
}
