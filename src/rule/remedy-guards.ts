// Lines that put a guard around keys, for a person to fit in; as with those of `remedy.ts`, nothing runs them.

/** A statement for a key policy, or for a service control policy, that bounds the period of automatic rotation. */
export function boundPeriod(): readonly string[] {
  return [
    '# among the statements of the key policy, or of a service control policy, where it has no Principal:',
    ...statement('RotationPeriodOutOfBounds', 'NumericGreaterThan', '365'),
    '# and where nobody names a period:',
    ...statement('RotationPeriodNotNamed', 'Null', 'true'),
  ];
}

function statement(sid: string, operator: string, value: string): readonly string[] {
  return [
    `{ "Sid": "${sid}", "Effect": "Deny", "Principal": "*",`,
    '  "Action": "kms:EnableKeyRotation", "Resource": "*",',
    `  "Condition": { "${operator}": { "kms:RotationPeriodInDays": "${value}" } } },`,
  ];
}

/** An EventBridge rule over what AWS KMS tells of keys, with somebody to tell it to. */
export function watchKeys(): readonly string[] {
  return [
    'resource "aws_cloudwatch_event_rule" "kms" {',
    '  name          = "kms-keys"',
    '  event_pattern = jsonencode({ source = ["aws.kms"] })',
    '}',
    'resource "aws_cloudwatch_event_target" "kms" {',
    '  rule = aws_cloudwatch_event_rule.kms.name',
    '  arn  = aws_sns_topic.example.arn',
    '}',
  ];
}
