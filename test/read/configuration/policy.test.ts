import { expect, it } from 'vitest';
import { evaluated } from '../../support/judge/hcl-oracle.ts';

const document = (name: string, body: string) =>
  `data "aws_iam_policy_document" "${name}" {\n${body}\n}\n`;
const rendered = async (beside: string) =>
  (await evaluated('data.aws_iam_policy_document.p.json', beside)).value;

const root = `  statement {
    sid       = "Root"
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }
  }`;

it('renders a policy document as the provider does', async () => {
  const statement = `  statement {
    effect      = "Deny"
    not_actions = ["kms:a", "kms:c", "kms:b", "kms:a"]
    resources   = ["arn:aws:kms:*:*:key/&{aws:username}"]
    principals {
      type        = "Service"
      identifiers = ["logs.amazonaws.com"]
    }
    principals {
      type        = "AWS"
      identifiers = ["111122223333", "444455556666"]
    }
    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["a", "b"]
    }
    condition {
      test     = "Bool"
      variable = "x"
      values   = ["true"]
    }
  }`;
  expect(await rendered(document('p', `  policy_id = "id"\n${root}\n${statement}`))).toMatchObject({
    value: `{
  "Version": "2012-10-17",
  "Id": "id",
  "Statement": [
    {
      "Sid": "Root",
      "Effect": "Allow",
      "Action": "kms:*",
      "Resource": "*",
      "Principal": {
        "AWS": "arn:aws:iam::111122223333:root"
      }
    },
    {
      "Effect": "Deny",
      "NotAction": [
        "kms:c",
        "kms:b",
        "kms:a"
      ],
      "Resource": "arn:aws:kms:*:*:key/\${aws:username}",
      "Principal": {
        "AWS": [
          "444455556666",
          "111122223333"
        ],
        "Service": "logs.amazonaws.com"
      },
      "Condition": {
        "Bool": {
          "x": "true"
        },
        "StringEquals": {
          "kms:ViaService": [
            "a",
            "b"
          ]
        }
      }
    }
  ]
}`,
  });
});

it('merges source and override documents by Sid', async () => {
  const source = document('s', root);
  const over = document('o', root.replace('kms:*', 'kms:List*'));
  const own = `  source_policy_documents = [data.aws_iam_policy_document.s.json]
  override_policy_documents = [data.aws_iam_policy_document.o.json]
  statement {
    actions   = ["kms:Sign"]
    resources = ["*"]
  }`;
  const value = await rendered(source + over + document('p', own));
  const text = value.known && typeof value.value === 'string' ? value.value : '{}';
  expect(JSON.parse(text)).toMatchObject({
    Statement: [
      { Sid: 'Root', Action: 'kms:List*' },
      { Effect: 'Allow', Action: 'kms:Sign' },
    ],
  });
});

it('keeps what is known around what is not, through merging', async () => {
  const partly = root.replace('111122223333', '${data.aws_caller_identity.c.account_id}');
  const beside = `data "aws_caller_identity" "c" {}\n${document('s', partly)}`;
  const value = await rendered(
    `${beside}${document('p', '  source_policy_documents = [data.aws_iam_policy_document.s.json]')}`,
  );
  expect(value).toMatchObject({
    known: false,
    parts: [
      expect.stringContaining('"AWS": "arn:aws:iam::'),
      { symbol: 'account of aws' },
      expect.stringMatching(/^:root"/),
    ],
  });
});

it('is one symbol where its statements are not known', async () => {
  const dynamic = `  dynamic "statement" {\n    for_each = var.on ? [1] : []\n    content {\n      actions = ["kms:*"]\n    }\n  }`;
  const value = await rendered(`variable "on" {}\n${document('p', dynamic)}`);
  expect(value).toMatchObject({
    known: false,
    reason: 'unset-variable',
    symbol: 'data.aws_iam_policy_document.p.json',
  });
  const known = await rendered(`variable "on" {\n  default = true\n}\n${document('p', dynamic)}`);
  expect(known).toMatchObject({ known: true });
});
