variable "name" {
  description = "Name of everything that is made here."
  type        = string
  default     = "kmslint"
}

variable "image" {
  description = "The image that image/Dockerfile makes, in a registry that Fargate can pull from; by its digest."
  type        = string
}

variable "keys" {
  description = "About how many customer keys the organisation has: decides into how many parts its accounts are split."
  type        = number
  default     = 250000
}

variable "shards" {
  description = "Parts that the accounts are split into: the size of the array job. Null follows from the keys."
  type        = number
  default     = null

  validation {
    condition     = var.shards == null ? true : var.shards >= 2 && var.shards <= 10000
    error_message = "AWS Batch takes array jobs of 2 to 10000."
  }
}

variable "deadline_hours" {
  description = "When a part stops reading and judges what it has: whole hours."
  type        = number
  default     = 2
}

variable "memory_mib" {
  description = "Memory of a part, by the keys of the largest account: ../SIZES.md."
  type        = number
  default     = 2048
}

variable "max_vcpus" {
  description = "How many parts run at once."
  type        = number
  default     = 16
}

variable "schedule" {
  description = "When to scan, as EventBridge Scheduler writes it."
  type        = string
  default     = "cron(17 4 * * ? *)"
}

variable "member_role_name" {
  description = "Name of the role that is assumed in every account: see the module member-role."
  type        = string
  default     = "kmslint-read"
}

variable "scan_arguments" {
  description = "Further arguments of kmslint scan."
  type        = list(string)
  default     = []
}

variable "subnet_ids" {
  description = "Subnets with a way to the endpoints of STS, Organizations, EC2, KMS, CloudHSM, S3, ECR and CloudWatch Logs."
  type        = list(string)
}

variable "security_group_ids" {
  description = "Security groups that let HTTPS out."
  type        = list(string)
}

variable "bucket_name" {
  description = "Name of the bucket that is made for tables and snapshots."
  type        = string
}

variable "snapshot_days" {
  description = "How long snapshots are kept."
  type        = number
  default     = 30
}

variable "table_days" {
  description = "How long rows of findings, keys, scans and accounts are kept."
  type        = number
  default     = 730
}

variable "log_retention_in_days" {
  description = "How long what the jobs say is kept in CloudWatch Logs."
  type        = number
  default     = 365
}
