import { calls } from '../support/judge/hcl-calls.ts';
import { describe, expect, it } from 'vitest';
import {
  askKmslint,
  askTerraform,
  evaluated,
  hasTerraform,
  noTerraform,
} from '../support/judge/hcl-oracle.ts';

describe('functions', () => {
  it.skipIf(!hasTerraform)(
    `agree with terraform console${hasTerraform ? '' : ` (skipped: ${noTerraform})`}`,
    { timeout: 60_000 },
    async () => {
      const [theirs, ours] = [await askTerraform(calls), await askKmslint(calls)];
      const differ = calls.flatMap((e, i) =>
        theirs[i] === ours[i] ? [] : [{ e, terraform: theirs[i], kmslint: ours[i] }],
      );
      expect(differ).toEqual([]);
    },
  );

  it.each([
    ['cidrcontains("10.0.0.0/8", "10.1.2.3")', true],
    ['cidrcontains("10.0.0.0/8", "10.0.0.0/7")', false],
    ['cidrcontains("fd00::/8", "fd00:1::/32")', true],
    ['urldecode("a+b%2Fc")', 'a b/c'],
    ['base64gunzip("H4sIAAAAAAAAA8tIzcnJBwCGphA2BQAAAA==")', 'hello'],
    [
      'provider::aws::arn_build("aws", "iam", "", "111122223333", "root")',
      'arn:aws:iam::111122223333:root',
    ],
    ['provider::aws::arn_parse("arn:aws:kms:eu-west-1:111122223333:key/a:b").resource', 'key/a:b'],
    [
      'provider::aws::trim_iam_role_path("arn:aws:iam::111122223333:role/a/b/Example")',
      'arn:aws:iam::111122223333:role/Example',
    ],
    ['can(provider::aws::arn_parse("x"))', false],
    ['can(provider::aws::trim_iam_role_path("arn:aws:iam::111122223333:user/a"))', false],
    ['can(cidrcontains("10.0.0.0/8", "::1"))', false],
    ['plantimestamp() == plantimestamp()', true],
  ])('%s is %j', async (expression, value) => {
    expect((await evaluated(expression)).value).toMatchObject({ known: true, value });
  });

  it.each([
    ['timestamp()', 'unsupported-function'],
    ['timestamp() == timestamp()', 'unsupported-function'],
    ['base64gzip("a")', 'unsupported-function'],
    ['textencodebase64("a", "windows-1252")', 'unsupported-function'],
    ['yamlencode("a\\nb")', 'unsupported-function'],
    ['provider::other::thing("a")', 'unsupported-function'],
    [
      'yamldecode("a: &a [1,1,1,1,1,1,1,1]\\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\\ne: [*d,*d,*d,*d,*d,*d,*d,*d]")',
      'evaluation-limit',
    ],
  ])('%s is %s', async (expression, reason) => {
    expect((await evaluated(expression)).value).toMatchObject({ known: false, reason });
  });

  it('build an ARN of what is known', async () => {
    const data = 'data "aws_caller_identity" "me" {}\n';
    const call =
      'provider::aws::arn_build("aws", "iam", "", data.aws_caller_identity.me.account_id, "root")';
    expect((await evaluated(call, data)).value).toMatchObject({
      parts: ['arn:aws:iam::', { symbol: 'account of aws' }, ':root'],
    });
  });

  it('end soon on what repeats itself a million times', async () => {
    const zeros =
      'join("", [for i in range(20000) : "00000000000000000000000000000000000000000000000000"])';
    const lines =
      'join("", [for i in range(20000) : "\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n"])';
    for (const e of [
      `can(format("%\${${zeros}}!", 1))`,
      `length(chomp("\${${lines}}x"))`,
      `length(indent(1000, ${lines}))`,
      `length(replace(${zeros}, "0", ${zeros}))`,
    ]) {
      const { value } = await evaluated(e);
      expect([e, value.known || value.reason]).toEqual([
        e,
        /chomp|can/.test(e) ? true : 'evaluation-limit',
      ]);
    }
  });
});
