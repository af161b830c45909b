import type { Json } from './policies.ts';

export const account = '111122223333';
export const root = `arn:aws:iam::${account}:root`;
export const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
export const use = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey*',
  'kms:DescribeKey',
];

export const admin: Json = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: root },
  Action: 'kms:*',
  Resource: '*',
};

export const allow = (Principal: unknown, Action: unknown, Condition?: unknown): Json => ({
  Effect: 'Allow',
  Principal,
  Action,
  Resource: '*',
  ...(Condition === undefined ? {} : { Condition }),
});

export const policy = (...statements: readonly Json[]): Json => ({
  Version: '2012-10-17',
  Id: 'key-policy',
  Statement: [admin, ...statements],
});

/** What AWS's guides of its services ask of a key policy, in our own words. */
export const documented: readonly (readonly [string, Json])[] = [
  ['the default policy', policy()],
  [
    'key administrators and users of the console',
    policy(
      allow({ AWS: role('KeyAdmin') }, [
        'kms:Create*',
        'kms:Describe*',
        'kms:Enable*',
        'kms:List*',
        'kms:Put*',
        'kms:Update*',
        'kms:Revoke*',
        'kms:Disable*',
        'kms:Get*',
        'kms:Delete*',
        'kms:TagResource',
        'kms:UntagResource',
        'kms:ScheduleKeyDeletion',
        'kms:CancelKeyDeletion',
        'kms:RotateKeyOnDemand',
      ]),
      allow({ AWS: [role('App'), `arn:aws:iam::${account}:user/ExampleUser`] }, use),
      allow({ AWS: role('App') }, ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'], {
        Bool: { 'kms:GrantIsForAWSResource': 'true' },
      }),
    ),
  ],
  [
    'CloudTrail',
    policy(
      allow({ Service: 'cloudtrail.amazonaws.com' }, 'kms:GenerateDataKey*', {
        StringEquals: {
          'aws:SourceArn': `arn:aws:cloudtrail:us-east-1:${account}:trail/ExampleTrail`,
        },
        StringLike: {
          'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${account}:trail/*`,
        },
      }),
      allow({ AWS: '*' }, ['kms:Decrypt', 'kms:ReEncryptFrom'], {
        StringEquals: { 'kms:CallerAccount': account },
        StringLike: {
          'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${account}:trail/*`,
        },
      }),
      allow({ Service: 'cloudtrail.amazonaws.com' }, 'kms:DescribeKey'),
    ),
  ],
  [
    'Config',
    policy(
      allow({ Service: 'config.amazonaws.com' }, ['kms:Decrypt', 'kms:GenerateDataKey'], {
        StringEquals: { 'AWS:SourceAccount': account },
      }),
    ),
  ],
  [
    'S3 notifications',
    policy(
      allow({ Service: 's3.amazonaws.com' }, ['kms:GenerateDataKey', 'kms:Decrypt'], {
        ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::example-bucket' },
        StringEquals: { 'aws:SourceAccount': account },
      }),
    ),
  ],
  [
    'SNS and SQS',
    policy(
      allow({ Service: 'sns.amazonaws.com' }, ['kms:GenerateDataKey*', 'kms:Decrypt'], {
        ArnLike: { 'aws:SourceArn': `arn:aws:sns:us-east-1:${account}:ExampleTopic` },
      }),
      allow({ Service: 'sqs.amazonaws.com' }, ['kms:GenerateDataKey*', 'kms:Decrypt']),
    ),
  ],
  [
    'CloudWatch Logs',
    policy(
      allow(
        { Service: 'logs.us-east-1.amazonaws.com' },
        ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:us-east-1:${account}:log-group:*`,
          },
        },
      ),
    ),
  ],
  [
    'EBS through EC2',
    policy(
      allow({ AWS: '*' }, [...use, 'kms:CreateGrant'], {
        StringEquals: {
          'kms:CallerAccount': account,
          'kms:ViaService': 'ec2.us-east-1.amazonaws.com',
        },
      }),
      allow(
        {
          AWS: `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
        },
        use,
      ),
    ),
  ],
  [
    'RDS',
    policy(
      allow({ AWS: role('Database') }, use, {
        StringEquals: {
          'kms:ViaService': ['rds.us-east-1.amazonaws.com', 'rds.eu-west-1.amazonaws.com'],
        },
      }),
    ),
  ],
  [
    'Secrets Manager',
    policy(
      allow({ AWS: '*' }, use, {
        StringEquals: {
          'kms:CallerAccount': account,
          'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com',
        },
      }),
    ),
  ],
  [
    'another account',
    policy(
      allow({ AWS: 'arn:aws:iam::444455556666:root' }, use),
      allow({ AWS: '444455556666' }, 'kms:CreateGrant', {
        'ForAllValues:StringEquals': { 'kms:GrantOperations': ['Decrypt', 'Encrypt'] },
      }),
    ),
  ],
  [
    'an organisation',
    policy(allow('*', use, { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } }), {
      ...allow('*', 'kms:*', {
        StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-exampleorgid' },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      }),
      Effect: 'Deny',
    }),
  ],
  [
    'rotation, deletion and addresses under conditions',
    policy(
      {
        ...allow('*', 'kms:EnableKeyRotation', {
          NumericGreaterThan: { 'kms:RotationPeriodInDays': '365' },
        }),
        Effect: 'Deny',
      },
      {
        ...allow('*', 'kms:ScheduleKeyDeletion', {
          NumericLessThan: { 'kms:ScheduleKeyDeletionPendingWindowInDays': 30 },
        }),
        Effect: 'Deny',
      },
      {
        ...allow('*', 'kms:*', {
          NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24', '2001:db8::/32'] },
          Bool: { 'aws:ViaAWSService': 'false' },
        }),
        Effect: 'Deny',
      },
      allow({ AWS: role('Nightly') }, 'kms:Decrypt', {
        DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
        Null: { 'kms:EncryptionContext:Department': 'false' },
      }),
    ),
  ],
  [
    'China',
    {
      Version: '2012-10-17',
      Statement: [
        { ...admin, Principal: { AWS: `arn:aws-cn:iam::${account}:root` } },
        allow({ Service: 'logs.cn-north-1.amazonaws.com.cn' }, use),
      ],
    },
  ],
];
