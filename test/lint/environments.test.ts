import { describe, expect, test } from 'vitest';
import { judged, key } from '../support/cli/run-main.ts';

const backend = 'terraform {\n  backend "s3" {}\n}\n';
const variable = 'variable "rotate" {\n  type = bool\n}\n';
const root = `${backend}${variable}${key('  enable_key_rotation = var.rotate')}`;

const on = 'rotate = true\n';
const off = 'rotate = false\n';

const config = (environments: object): string => JSON.stringify({ environments });
const byFile = {
  prod: { varFiles: ['env/prod.tfvars'], workspace: 'prod' },
  dev: { varFiles: ['env/dev.tfvars'] },
};

describe('a root module under its environments', () => {
  const files = {
    'a/main.tf': root,
    'a/env/prod.tfvars': on,
    'a/env/dev.tfvars': off,
    'b/main.tf': root,
    'b/env/prod.tfvars': off,
    'kmslint.config.json': config(byFile),
  };

  test('names those in which a finding holds, unless it holds in all that the module has', async () => {
    const { code, out, err } = await judged(files, []);
    expect([code, err]).toEqual([1, '']);
    expect(out.match(/automatic rotation is off.*/g)).toEqual([
      'automatic rotation is off, so the key material never changes (in the environment dev)',
      'automatic rotation is off, so the key material never changes',
    ]);
    expect(out).toContain('2 findings (2 high) · 2 keys judged');
  });

  test.each(['csv', 'markdown', 'html', 'junit', 'gitlab', 'github', 'sarif', 'ndjson', 'json'])(
    'says so in %s',
    async (format) => {
      const { out } = await judged(files, ['-f', format]);
      expect(out).toContain('in the environment dev');
    },
  );

  test('has the names in json, and as a property in sarif', async () => {
    const json = JSON.parse((await judged(files, ['-f', 'json'])).out);
    expect(json.findings.map((one: { environments: string[] }) => one.environments)).toEqual([
      ['dev'],
      [],
    ]);
    const sarif = JSON.parse((await judged(files, ['-f', 'sarif'])).out);
    const [first, second] = sarif.runs[0].results;
    expect(first.properties).toEqual({ environments: ['dev'], rootModule: 'a' });
    expect(second.properties).toEqual({ rootModule: 'b' });
  });

  test('lets the command line say the last word', async () => {
    const told = await judged(files, ['--var', 'rotate=true']);
    expect([told.code, told.err]).toEqual([0, '']);
  });

  test('keeps what the baseline holds where an environment comes to it', async () => {
    const dev = { ...files, 'kmslint.config.json': config({ dev: byFile.dev }), 'b/main.tf': '' };
    const written = await judged(dev, ['-f', 'json']);
    const [before] = JSON.parse(written.out).findings;
    const both = await judged({ ...files, 'b/main.tf': '' }, ['-f', 'json']);
    const [after] = JSON.parse(both.out).findings;
    expect(after.fingerprint).not.toBe(before.fingerprint);
    const entry = {
      place: 'a',
      subject: 'aws_kms_key.k',
      rule: 'rotation-disabled',
      kind: 'fail',
      severity: 'high',
      source: 'hcl',
      message: before.message,
      fingerprint: before.fingerprint,
    };
    const held = JSON.stringify({ version: 1, findings: [entry] });
    const told = await judged({ ...files, 'b/main.tf': '', 'b.json': held }, [
      '--baseline',
      'b.json',
    ]);
    expect(told.out).toContain('1 in the baseline');
    expect(told.code).toBe(0);
  });
});

describe('an environment', () => {
  test('applies where all of its files are', async () => {
    const files = {
      'main.tf': root,
      'common.tfvars': on,
      'kmslint.config.json': config({ prod: { varFiles: ['common.tfvars', 'prod.tfvars'] } }),
    };
    const { out, err } = await judged(files, ['--all', '--rule', 'rotation-disabled']);
    expect(out).toContain('open     aws_kms_key.k');
    expect(err).toBe(
      'hint: common.tfvars gives values that nobody loads: name them with --var-file, or in "environments" of the configuration\n' +
        'hint: nothing was judged under prod of "environments": no root module with keys has all of the files; correct varFiles, or name the module\n',
    );
  });

  test('is met where one of several root modules has its files', async () => {
    const files = {
      'a/main.tf': root,
      'a/prod.tfvars': on,
      'b/main.tf': root,
      'kmslint.config.json': config({ prod: { varFiles: ['prod.tfvars'] } }),
    };
    expect((await judged(files, [])).err).toBe('');
  });

  test('may name its files from the configuration, and then applies to that module alone', async () => {
    const files = {
      'stacks/a/main.tf': root,
      'stacks/b/main.tf': root,
      'stacks/a/env/prod.tfvars': off,
      'kmslint.config.json': config({ prod: { varFiles: ['stacks/a/env/prod.tfvars'] } }),
    };
    const { out, err } = await judged(files, []);
    expect(out).toContain('1 finding (1 high) · 1 undecided · 2 keys judged');
    expect(err).toBe('');
  });

  test('of a workspace alone applies to every root module', async () => {
    const body = '  enable_key_rotation = terraform.workspace == "prod"';
    const files = {
      'main.tf': `${backend}${key(body)}`,
      'kmslint.config.json': config({ prod: { workspace: 'prod' }, dev: { workspace: 'dev' } }),
    };
    expect((await judged(files, [])).out).toContain('(in the environment dev)');
    expect((await judged(files, ['--workspace', 'prod'])).code).toBe(0);
  });

  test('reads nothing outside of the repository', async () => {
    const files = {
      'main.tf': root,
      'kmslint.config.json': config({ prod: { varFiles: ['../../../../etc/hostname'] } }),
    };
    const { out } = await judged(files, []);
    expect(out).toContain('1 undecided');
    expect(out).not.toContain('not read');
  });

  test.each([
    [{ prod: {} }, 'kmslint.config.json:1:25: prod says nothing'],
    [{ prod: { varFile: 'x' } }, 'no setting is called "varFile" (did you mean varFiles?)'],
    [{ prod: { varFiles: 'x' } }, 'varFiles must be a list, and is text'],
  ])('%j is a mistake', async (environments, message) => {
    const files = { 'main.tf': root, 'kmslint.config.json': config(environments) };
    const { code, err } = await judged(files, []);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('a plan beside a module with environments', () => {
  test('tells its fault once, and the other environments theirs', async () => {
    const state = { enable_key_rotation: false };
    const change = {
      address: 'aws_kms_key.k',
      mode: 'managed',
      type: 'aws_kms_key',
      name: 'k',
      change: { actions: ['create'], before: null, after: state, after_unknown: {} },
    };
    const other = key('').replace('"k"', '"other"');
    const files = {
      'main.tf': `${root}${other}`,
      'env/prod.tfvars': off,
      'env/dev.tfvars': off,
      'plan.json': JSON.stringify({ format_version: '1.2', resource_changes: [change] }),
      'kmslint.config.json': config(byFile),
    };
    const { out } = await judged(files, ['-f', 'json', '--rule', 'rotation-disabled']);
    const { findings, summary } = JSON.parse(out);
    const told = findings.map((one: { source: string; subject: string }) => [
      one.source,
      one.subject,
    ]);
    expect(told).toEqual([
      ['hcl', 'aws_kms_key.other'],
      ['plan', 'aws_kms_key.k'],
    ]);
    expect(summary.keys).toBe(2);
  });
});

describe('files with values', () => {
  test('below a root module stand for it', async () => {
    const files = {
      'infra/main.tf': key(''),
      'infra/env/eu/prod.tfvars': on,
      'b/main.tf': key(''),
    };
    const { code, out } = await judged(files, ['infra/env/eu/prod.tfvars']);
    expect(code).toBe(1);
    expect(out).toContain('1 key judged');
  });
});

describe('files with values that nobody loads', () => {
  test('are told once a run, a few by name', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const files = {
      'main.tf': root,
      'terraform.tfvars': on,
      'x.auto.tfvars': on,
      'modules/own/main.tf': 'locals {}\n',
      'modules/own/own.tfvars': off,
      ...Object.fromEntries(names.map((name) => [`env/${name}.tfvars`, off])),
    };
    const { code, err } = await judged(files, []);
    expect(code).toBe(0);
    expect(err).toBe(
      'hint: env/a.tfvars, env/b.tfvars, env/c.tfvars, env/d.tfvars, env/e.tfvars, 2 more give values that nobody loads: name them with --var-file, or in "environments" of the configuration\n',
    );
    expect((await judged(files, ['--quiet'])).err).toBe('');
  });

  test('are no matter of a module without a key, or where they give no value', async () => {
    const files = {
      'main.tf': 'locals {}\n',
      'env/a.tfvars': off,
      'k/main.tf': key(''),
      'k/b.tfvars': '',
    };
    expect((await judged(files, [])).err).toBe('');
  });
});
