import type { Key } from '../../model/inventory.ts';
import { resource, variable } from './blocks.ts';
import { add, words, type Remedy } from './part.ts';

/** An EventBridge rule over what AWS KMS tells of keys, with somebody to tell it to. */
export function watchKeys(key: Key): Remedy {
  return [
    words('once for each account and Region with such keys'),
    add(
      key,
      resource('aws_cloudwatch_event_rule', 'kms', [
        ['name', '"kms-keys"'],
        ['event_pattern', 'jsonencode({ source = ["aws.kms"] })'],
      ]),
      resource('aws_cloudwatch_event_target', 'kms', [
        ['rule', 'aws_cloudwatch_event_rule.kms.name'],
        ['arn', 'var.kms_events_topic_arn'],
      ]),
      variable(
        'kms_events_topic_arn',
        'ARN of the SNS topic, or other target, that somebody reads',
      ),
    ),
  ];
}
