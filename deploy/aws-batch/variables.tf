variable "name" {
  description = "Name of everything that is made here."
  type        = string
  default     = "kmslint"
}

variable "image" {
  description = "The image of deploy/docker, in a registry that Fargate can pull from."
  type        = string
}

variable "schedule" {
  description = "When to scan, as EventBridge Scheduler writes it."
  type        = string
  default     = "cron(17 4 * * ? *)"
}

variable "shards" {
  description = "Parts that the accounts and Regions are split into: the size of the array job."
  type        = number
  default     = 8

  validation {
    condition     = var.shards >= 2 && var.shards <= 10000
    error_message = "AWS Batch takes array jobs of 2 to 10000."
  }
}

variable "member_role_name" {
  description = "Name of the role that is assumed in every account: see the module member-role."
  type        = string
  default     = "kmslint-read"
}

variable "scan_arguments" {
  description = "Further arguments of kmslint scan."
  type        = list(string)
  default     = ["--format", "json", "--fail-on", "none"]
}

variable "subnet_ids" {
  description = "Subnets with a way to the endpoints of STS, Organizations, EC2, KMS, CloudHSM, ECR and CloudWatch Logs."
  type        = list(string)
}

variable "security_group_ids" {
  description = "Security groups that let HTTPS out."
  type        = list(string)
}

variable "snapshots" {
  description = "An EFS access point to keep the snapshots in, writable for user 1000; null keeps the reports alone."
  type = object({
    file_system_id  = string
    access_point_id = string
  })
  default = null
}

variable "log_retention_in_days" {
  description = "How long the reports stay in CloudWatch Logs."
  type        = number
  default     = 365
}
