output "task_role_arn" {
  description = "Whom the role in every account has to trust: trusted_role_arn of the module member-role."
  value       = aws_iam_role.task.arn
}

output "log_group_name" {
  description = "Where the reports are."
  value       = aws_cloudwatch_log_group.this.name
}
