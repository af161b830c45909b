import { describe, expect, it } from 'vitest';
import { movingAlias, versionAlias } from '../../src/rule/remedy/aliases.ts';
import { copyGrant } from '../../src/rule/remedy/grants.ts';
import { keep, saveFromPlan } from '../../src/rule/remedy/keeping.ts';
import { enable, rotate } from '../../src/rule/remedy/keys.ts';
import { tidy, words } from '../../src/rule/remedy/part.ts';
import { copyPolicy } from '../../src/rule/remedy/policies.ts';
import { told, untold } from '../support/build/sample.ts';
import { key, liveKey, grant, old, next, textOf } from '../support/rule/remedy-samples.ts';

describe('a remedy', () => {
  it('copies a policy by reference where both keys are in one module and stay, else by a variable', () => {
    const beside = key('aws_kms_key.new', { keyId: untold('key_id') });
    expect(copyPolicy(old, beside, false)).toEqual([
      {
        language: 'hcl',
        lines: [
          '# change in aws_kms_key.new:',
          'resource "aws_kms_key" "new" {',
          '  policy = aws_kms_key.old.policy',
          '}',
        ],
      },
    ]);
    expect(textOf(copyPolicy(old, beside, true))).toContain('policy = var.key_policy');
    expect(textOf(copyPolicy(old, next, false))).toContain('policy = var.key_policy');
  });

  it('copies a policy of an account from key to key, each in its Region', () => {
    const replica = liveKey({ region: told('us-east-1') });
    const lines = textOf(copyPolicy(liveKey(), replica, false));
    expect(lines).toMatch(/get-key-policy --region eu-west-1 [^]*> key-policy\.json$/m);
    expect(lines).toMatch(/put-key-policy --region us-east-1 /);
  });

  it('names the dated alias after the moving one, and after the day where it is told', () => {
    expect(textOf(versionAlias(old, 'alias/app-current', '20260131'))).toContain(
      '"alias/app-20260131"',
    );
    expect(textOf(versionAlias(old, 'alias/app-v2', '20260131'))).toContain('"alias/app-20260131"');
    expect(textOf(versionAlias(liveKey(), 'alias/app', '20260131'))).toContain(
      '--alias-name alias/app-20260131',
    );
    expect(textOf(versionAlias(liveKey(), 'alias/app', null))).toContain(
      '"${ALIAS_NAME:?a dated alias, as in alias/app-20180606}"',
    );
  });

  it('speaks of the arguments that the resource has', () => {
    expect(textOf(enable(old))).toContain('is_enabled = true');
    expect(textOf(enable(key('aws_kms_external_key.old')))).toContain('  enabled = true');
    expect(textOf(movingAlias(key('aws_kms_external_key.old')))).toContain('external_key.old.id');
    expect(textOf(movingAlias(key('awscc_kms_key.old')))).toMatch(
      /"awscc_kms_alias"[^]*alias_name +=[^]*awscc_kms_key\.old\.key_id/,
    );
    expect(textOf(enable(liveKey()))).toMatch(
      /^# in account 111122223333\naws kms enable-key [^\n]*$/,
    );
  });

  it('forgets a key by its block: an instance key has no place there', () => {
    expect(textOf(keep(next))).toContain('  from = module.m.aws_kms_key.new\n');
    expect(textOf(keep(key('module.m["a]b"].aws_kms_key.n["x.y"]')))).toContain(
      '  from = module.m.aws_kms_key.n\n',
    );
  });

  it('gives a grant its retiring principal again, in code and in an account', () => {
    const retired = grant({ retirer: told('arn:aws:iam::111122223333:role/ExampleRetirer') });
    expect(textOf(copyGrant(retired, old, ['Decrypt'], 0))).toMatch(
      /retiring_principal += "arn:aws:iam::111122223333:role\/ExampleRetirer"/,
    );
    expect(textOf(copyGrant(retired, liveKey(), ['Decrypt'], 0))).toContain(
      '--retiring-principal arn:aws:iam::111122223333:role/ExampleRetirer',
    );
  });

  it('switches the rotation of a replica on where its primary is', () => {
    const primary = {
      id: told('arn:aws:kms:us-east-1:111122223333:key/mrk-1'),
      branches: [],
      complete: true,
    };
    const replica = liveKey({ multiRegionKeyType: told('REPLICA'), primary });
    expect(textOf(rotate(replica))).toMatch(/--region us-east-1 [^]*key\/mrk-1$/);
  });

  it.each([
    ['tainted', 'terraform untaint \'module.m["x"].aws_kms_key.new[0]\''],
    ['requested', 'plan again without -replace'],
    ['triggered', 'replace_triggered_by'],
    ['fewer instances', 'give count or for_each'],
    ['undeclared', 'from = module.m.aws_kms_key.new'],
  ] as const)('saves a key from a plan by the reason: %s', (reason, wanted) => {
    const change = {
      action: 'delete',
      successor: false,
      forcedBy: [],
      reason,
      deposed: false,
      at: old.at,
    } as const;
    expect(textOf(saveFromPlan({ ...next, change }))).toContain(wanted);
  });

  it('makes one part of neighbours of one language, which names the account once', () => {
    const twice = tidy([words('a'), words('b'), ...enable(liveKey()), ...enable(liveKey())]);
    expect(twice.map(({ language, lines }) => [language, lines.length])).toEqual([
      ['text', 2],
      ['sh', 3],
    ]);
  });
});
