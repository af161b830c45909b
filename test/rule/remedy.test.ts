import { describe, expect, it } from 'vitest';
import type { Alias, Key } from '../../src/model/inventory.ts';
import {
  copyPolicy,
  enableKey,
  keepKey,
  movingAlias,
  remakeAlias,
  validatePolicy,
  versionAlias,
} from '../../src/rule/remedy.ts';
import { finding, hostileNames, quiet, raw, report } from '../support/report/report-samples.ts';
import { referenceTo, sampleKey, sampleSubject, told, untold } from '../support/build/sample.ts';
import { renderJson, renderSarif, renderText } from '../support/report/render.ts';

const id = '1234abcd-12ab-34cd-56ef-1234567890ab';

function key(address: string, facts: Partial<Key> = {}): Key {
  return sampleKey({ ...sampleSubject(address), keyId: told(id), ...facts });
}

function alias(name: Alias['name']): Alias {
  return {
    ...sampleSubject('aws_kms_alias.sample'),
    kind: 'alias',
    name,
    target: referenceTo('aws_kms_key.sample'),
    change: null,
  };
}

const [old, next] = [key('aws_kms_key.old'), key('module.m["x"].aws_kms_key.new[0]')];

function everyRemedy(k: Key, a: Alias): readonly string[] {
  return [
    ...copyPolicy(k, k, false),
    ...versionAlias(k, a.name.known ? a.name.value : null),
    ...movingAlias(k),
    ...enableKey(k),
    ...keepKey(k),
    ...remakeAlias(a, k),
    ...validatePolicy(),
  ];
}

describe('a remedy', () => {
  it('copies a policy in HCL where both keys are in one module and stay, and by id in the CLI', () => {
    const beside = key('aws_kms_key.new', { keyId: untold('key_id') });
    expect(copyPolicy(old, beside, false)).toEqual([
      '# in aws_kms_key.new:',
      'policy = aws_kms_key.old.policy',
      `aws kms get-key-policy --key-id ${id} --policy-name default --region eu-west-1 \\`,
      '  --query Policy --output text > key-policy.json',
      'aws kms put-key-policy --key-id "$NEW_KEY_ID" --policy-name default --region eu-west-1 \\',
      '  --policy file://key-policy.json',
    ]);
    expect(copyPolicy(old, beside, true)[0]).toMatch(/^aws kms get-key-policy/);
    expect(copyPolicy(old, next, false)[0]).toMatch(/^aws kms get-key-policy/);
  });

  it('names the dated alias after the moving one', () => {
    expect(versionAlias(old, 'alias/app-current').join('\n')).toContain('"alias/app-20260131"');
    expect(versionAlias(old, null).join('\n')).toContain('alias/ExampleAlias-20260131');
  });

  it('speaks of the argument that the resource has', () => {
    expect(enableKey(old)).toContain('is_enabled = true');
    expect(enableKey(key('aws_kms_external_key.old'))).toContain('enabled = true');
    expect(enableKey(key('arn', { source: 'live' }))).toHaveLength(1);
  });

  it('forgets a key by its block: an instance key has no place there', () => {
    expect(keepKey(next)).toContain('  from = module.m.aws_kms_key.new');
    expect(keepKey(old)).toContain('  from = aws_kms_key.old');
  });

  it.each([...hostileNames, ['a shell command', 'a; rm -rf ~ $(id) `id`']] as const)(
    'takes no text that is not plain into a shell or a configuration: %s',
    (_, text) => {
      const hostile = key(text, { keyId: told(text), region: told(text) });
      const clean = key('?', { keyId: untold('key_id'), region: untold('region') });
      for (const name of [text, `alias/${text}`]) {
        expect(everyRemedy(hostile, alias(told(name)))).toEqual(
          everyRemedy(clean, alias(untold('name'))),
        );
      }
    },
  );

  it('takes nothing that is sensitive', () => {
    const secret = { ...told('secret-1234'), sensitive: true } as const;
    const hidden = key('aws_kms_key.old', { keyId: secret, region: secret });
    const lines = [
      ...enableKey(hidden),
      ...copyPolicy(hidden, hidden, false),
      ...remakeAlias(alias({ ...told('alias/secret-1234'), sensitive: true }), hidden),
    ];
    expect(lines.join('\n')).not.toContain('secret');
  });
});

describe('a report', () => {
  const remedy = ['# in aws_kms_key.a:', 'policy = aws_kms_key.b.policy'];
  const withRemedy = report([finding({ remedy })]);

  it('shows the remedy to a person who asks', () => {
    expect(renderText(withRemedy, quiet)).not.toContain('policy =');
    const text = renderText(withRemedy, { ...quiet, verbose: true });
    expect(text).toContain(`to fix:\n             ${remedy.join('\n             ')}\n`);
    expect(renderText(report([finding()]), { ...quiet, verbose: true })).not.toContain('to fix');
  });

  it('tells it to programs', () => {
    const remedyIn = (value: typeof withRemedy) =>
      JSON.parse(renderJson(value, quiet)).findings[0].remedy;
    expect(remedyIn(withRemedy)).toEqual(remedy);
    expect(remedyIn(report([finding()]))).toEqual([]);
  });

  it('tells it in the message of an alert', () => {
    const messageIn = (value: typeof withRemedy) =>
      JSON.parse(renderSarif(value, quiet, () => '')).runs[0].results[0].message.text;
    expect(messageIn(withRemedy)).toMatch(/\n\nTo fix:\n# in aws_kms_key\.a:\npolicy = .*$/);
    expect(messageIn(report([finding()]))).not.toContain('To fix');
  });

  it.each(hostileNames)('escapes it: %s', (_, text) => {
    const hostile = report([finding({ remedy: [text] })]);
    const verbose = { ...quiet, verbose: true };
    for (const output of [
      renderText(hostile, verbose),
      renderJson(hostile, verbose),
      renderSarif(hostile, verbose, () => ''),
    ]) {
      expect(output).not.toMatch(raw);
    }
  });
});
