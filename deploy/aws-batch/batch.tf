locals {
  partition   = data.aws_partition.current.partition
  member_role = "arn:${local.partition}:iam::{account}:role/${var.member_role_name}"

  keep_snapshots = var.snapshots == null ? [] : ["--snapshot-dir", "/snapshots"]

  volumes = var.snapshots == null ? [] : [{
    name = "snapshots"
    efsVolumeConfiguration = {
      fileSystemId        = var.snapshots.file_system_id
      transitEncryption   = "ENABLED"
      authorizationConfig = { accessPointId = var.snapshots.access_point_id, iam = "ENABLED" }
    }
  }]

  mount_points = var.snapshots == null ? [] : [{
    sourceVolume  = "snapshots"
    containerPath = "/snapshots"
    readOnly      = false
  }]
}

data "aws_partition" "current" {}
data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

resource "aws_batch_compute_environment" "this" {
  name = var.name
  type = "MANAGED"

  compute_resources {
    type               = "FARGATE"
    max_vcpus          = 16
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

# kmslint reads AWS_BATCH_JOB_ARRAY_INDEX and AWS_BATCH_JOB_ARRAY_SIZE, and scans its part alone.
resource "aws_batch_job_definition" "scan" {
  name                  = var.name
  type                  = "container"
  platform_capabilities = ["FARGATE"]

  container_properties = jsonencode({
    image            = var.image
    jobRoleArn       = aws_iam_role.task.arn
    executionRoleArn = aws_iam_role.execution.arn
    command = concat(
      ["scan", "--org", "--all-regions", "--assume-role", local.member_role, "--deadline", "90m"],
      local.keep_snapshots,
      var.scan_arguments,
    )
    user                         = "1000"
    readonlyRootFilesystem       = false
    networkConfiguration         = { assignPublicIp = "DISABLED" }
    fargatePlatformConfiguration = { platformVersion = "LATEST" }
    resourceRequirements = [
      { type = "VCPU", value = "1" },
      { type = "MEMORY", value = "2048" },
    ]
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        "awslogs-group"         = aws_cloudwatch_log_group.this.name
        "awslogs-region"        = data.aws_region.current.name
        "awslogs-stream-prefix" = "scan"
      }
    }
    volumes     = local.volumes
    mountPoints = local.mount_points
  })

  # 1: findings, 2: usage or credentials, 3: something could not be read. Another try mends none of them; it does mend a
  # Fargate task that was lost.
  retry_strategy {
    attempts = 3

    evaluate_on_exit {
      on_exit_code = "1"
      action       = "EXIT"
    }
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
    attempt_duration_seconds = 7200
  }
}
