import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startParser } from '../../src/hcl/syntax/parser.ts';
import { remedyLines } from '../../src/model/finding.ts';
import type { Alias, Grant, Key } from '../../src/model/inventory.ts';
import { movingAlias, moveAlias, otherAlias, versionAlias } from '../../src/rule/remedy/aliases.ts';
import { copyGrant } from '../../src/rule/remedy/grants.ts';
import { keep, saveFromPlan, takeOver } from '../../src/rule/remedy/keeping.ts';
import { enable, ineligible, overdue, rotate, rotateWithin } from '../../src/rule/remedy/keys.ts';
import { importAgain, rotateIn } from '../../src/rule/remedy/material.ts';
import { tidy, words, type Remedy } from '../../src/rule/remedy/part.ts';
import { boundPeriod, copyPolicy, correctPolicy } from '../../src/rule/remedy/policies.ts';
import { copyTags, replaceText } from '../../src/rule/remedy/texts.ts';
import { hostileNames } from '../support/report/report-samples.ts';
import { referenceTo, sampleKey, sampleSubject, told, untold } from '../support/build/sample.ts';

const id = '1234abcd-12ab-34cd-56ef-1234567890ab';

function key(address: string, facts: Partial<Key> = {}): Key {
  return sampleKey({ ...sampleSubject(address), keyId: told(id), ...facts });
}

const liveKey = (facts: Partial<Key> = {}): Key =>
  key(`arn:aws:kms:eu-west-1:111122223333:key/${id}`, {
    source: 'live',
    account: told('111122223333'),
    ...facts,
  });

function alias(name: Alias['name'], facts: Partial<Alias> = {}): Alias {
  return {
    ...sampleSubject('aws_kms_alias.sample'),
    kind: 'alias',
    name,
    target: referenceTo('aws_kms_key.sample'),
    change: null,
    ...facts,
  };
}

function grant(facts: Partial<Grant> = {}): Grant {
  return {
    ...sampleSubject('aws_kms_grant.sample'),
    kind: 'grant',
    key: referenceTo('aws_kms_key.sample'),
    grantee: told('arn:aws:iam::111122223333:role/ExampleRole'),
    operations: told(['Decrypt']),
    constraints: told({ equals: null, subset: null, sourceArn: null }),
    retirer: told(null),
    name: told(null),
    isOfService: false,
    ...facts,
  };
}

const [old, next] = [key('aws_kms_key.old'), key('module.m["x"].aws_kms_key.new[0]')];
const textOf = (remedy: Remedy): string => remedyLines(remedy).join('\n');

function everyRemedy(k: Key, a: Alias): string {
  return textOf([
    ...copyPolicy(k, k, false),
    ...correctPolicy(k),
    ...boundPeriod(k),
    ...versionAlias(k, a.name.known && a.name.sensitive !== true ? a.name.value : null, null),
    ...movingAlias(k),
    ...otherAlias(a, null, null),
    ...moveAlias(a, k),
    ...enable(k),
    ...keep(k),
    ...saveFromPlan(k),
    ...takeOver(k),
    ...rotate(k),
    ...rotateWithin(k, 365),
    ...ineligible(k),
    ...overdue(k),
    ...importAgain(k),
    ...rotateIn(k),
    ...copyTags(k, false, k, ['team']),
    ...replaceText(k, 'the description'),
    ...replaceText(a, 'the alias name'),
    ...copyGrant(grant(), k, ['Decrypt'], 0),
  ]);
}

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

describe('names of inputs in a remedy', () => {
  it.each(['$(touch a)', '`id`', '${var.a}', '%{ if a }', '!!', '\u202e', '\n'])(
    'are no instance keys that a shell or Terraform would act on: %s',
    (text) => {
      const subject = `aws_kms_key.a["${text}"]`;
      expect(textOf(movingAlias(key(subject)))).toBe(textOf(movingAlias(key('?'))));
    },
  );

  it.each(['R&D; b', "it's", 'a]b', String.raw`a\"b`, 'ä', '100%'])(
    'are other instance keys as they are: %s',
    (text) => {
      const subject = `aws_kms_key.a["${text}"]`;
      expect(textOf(movingAlias(key(subject)))).toContain(`= ${subject}.key_id`);
    },
  );

  it.each([...hostileNames, ['a shell command', 'a; rm -rf ~ $(id) `id`']] as const)(
    'are none that are not plain: %s',
    (_, name) => {
      for (const source of ['hcl', 'live'] as const) {
        const facts = { source, account: untold('account') } as const;
        const hostile = key(name, { ...facts, keyId: told(name), region: told(name) });
        const clean = key('?', { ...facts, keyId: untold('key_id'), region: untold('region') });
        for (const one of [name, `alias/${name}`]) {
          expect(everyRemedy(hostile, alias(told(one), { source, account: facts.account }))).toBe(
            everyRemedy(clean, alias(untold('name'), { source, account: facts.account })),
          );
        }
      }
    },
  );

  it('are none that are sensitive', () => {
    const secret = { ...told('secret-1234'), sensitive: true } as const;
    for (const source of ['hcl', 'live'] as const) {
      const hidden = key('aws_kms_key.old', {
        source,
        keyId: secret,
        region: secret,
        account: secret,
      });
      const named = alias({ ...told('alias/secret-1234'), sensitive: true }, { source });
      expect(everyRemedy(hidden, named)).not.toContain('secret');
    }
  });

  const directory = mkdtempSync(join(tmpdir(), 'kmslint-remedy-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('are arguments and no commands where a shell reads them', () => {
    const log = join(directory, 'log');
    const aws = join(directory, 'aws');
    writeFileSync(aws, `#!/bin/sh\nprintf '%s\\n' "$@" > '${log}'\n`);
    chmodSync(aws, 0o755);
    const context = { "a'; touch b; '": '$(touch c) `touch d` "e" \u202e' };
    const constraints = told({ equals: null, subset: context, sourceArn: null });
    const script = textOf(copyGrant(grant({ constraints }), liveKey(), ['Decrypt'], 0));
    const { status } = spawnSync('sh', ['-eu', '-c', script], {
      cwd: directory,
      env: { PATH: `${directory}:/usr/bin:/bin` },
    });
    expect(status).toBe(0);
    const given = readFileSync(log, 'utf8').split('\n');
    const json = given[given.indexOf('--constraints') + 1] ?? '';
    expect(JSON.parse(json)).toEqual({ EncryptionContextSubset: context });
  });

  it('are texts and no templates where Terraform reads them', async () => {
    const context = { 'a"b': '${file("/etc/passwd")} %{ for x in y }' };
    const constraints = told({ equals: context, subset: null, sourceArn: null });
    const declared = textOf(copyGrant(grant({ constraints }), old, ['Decrypt'], 0));
    expect(declared).toContain('"a\\"b" = "$${file(\\"/etc/passwd\\")} %%{ for x in y }"');
    const parser = startParser();
    expect(parser.file('a.tf', `${declared}\n`)()).toEqual({});
    await parser.close();
  });
});
