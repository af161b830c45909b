output "task_role_arn" {
  description = "Whom the role in every account has to trust: trusted_role_arn of the module member-role."
  value       = aws_iam_role.task.arn
}

output "bucket_name" {
  description = "Where tables and snapshots are."
  value       = aws_s3_bucket.this.bucket
}

output "topic_arn" {
  description = "Who is to be told subscribes to it."
  value       = aws_sns_topic.this.arn
}

output "log_group_name" {
  description = "Where what the jobs say is."
  value       = aws_cloudwatch_log_group.this.name
}

output "shards" {
  description = "Into how many parts the accounts are split."
  value       = local.shards
}
