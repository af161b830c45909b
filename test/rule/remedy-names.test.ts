import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startParser } from '../../src/hcl/syntax/parser.ts';
import { movingAlias } from '../../src/rule/remedy/aliases.ts';
import { copyGrant } from '../../src/rule/remedy/grants.ts';
import { hostileNames } from '../support/report/report-samples.ts';
import { told, untold } from '../support/build/sample.ts';
import {
  key,
  liveKey,
  alias,
  grant,
  old,
  textOf,
  everyRemedy,
} from '../support/rule/remedy-samples.ts';

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
