import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type AnySchema } from 'ajv';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../src/lint/config/index.ts';
import { originOf } from '../../src/cli/init/origin.ts';
import { hookText } from '../../src/cli/init/texts.ts';
import { commit, version } from '../../src/version.ts';
import { initWork, type InitWork } from '../support/cli/init-work.ts';

let work: InitWork;
beforeEach(() => {
  work = initWork();
});
afterEach(() => work.remove());

const write = (name: string, text: string) => work.write(name, text);
const read = (name: string) => work.read(name);
const files = (folder?: string) => work.files(folder);
const init = (args?: readonly string[], directory?: string) => work.init(args, directory);

const onGitHub = () =>
  write('.git/config', '[remote "origin"]\n\turl = git@github.com:example/infrastructure.git\n');
const workflow = '.github/workflows/kmslint.yml';

describe('what is written', () => {
  test('an empty directory gets a configuration and a hook, and learns how to get a job', async () => {
    const { code, stdout } = await init();
    expect(code).toBe(0);
    expect(files()).toEqual([
      '.pre-commit-config.yaml',
      'kmslint-baseline.json',
      'kmslint.config.json',
    ]);
    expect(stdout).toContain('no configuration yet · no git repository');
    expect(stdout).toContain('`kmslint init --ci github`');
  });

  test('the configuration and its baseline are valid, and say what is said without them', async () => {
    await init();
    const ajv = new Ajv({ strict: true, allowUnionTypes: true });
    for (const name of ['config', 'baseline']) {
      const schema: AnySchema = JSON.parse(
        readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), 'utf8'),
      );
      expect(
        ajv.validate(
          schema,
          JSON.parse(read(name === 'config' ? 'kmslint.config.json' : 'kmslint-baseline.json')),
        ),
        ajv.errorsText(),
      ).toBe(true);
    }
    expect(await loadConfig(work.root, undefined)).toMatchObject({ failOn: 'medium', rules: {} });
  });

  test('files with values become environments of the configuration, each by the name that tells it', async () => {
    write('infra/main.tf', '');
    write('infra/terraform.tfvars', '');
    write('infra/x.auto.tfvars', '');
    write('infra/env/prod.tfvars', '');
    write('infra/env/dev.tfvars', '');
    write('other/main.tf', '');
    write('other/env/prod.tfvars', '');
    write('other/prod.tfvars', '');
    await init();
    expect(JSON.parse(read('kmslint.config.json')).environments).toEqual({
      dev: { varFiles: ['env/dev.tfvars'] },
      prod: { varFiles: ['env/prod.tfvars'] },
      'prod (2)': { varFiles: ['prod.tfvars'] },
    });
    const { environments = [] } = (await loadConfig(work.root, undefined)) ?? {};
    expect(environments.map(({ name }) => name)).toEqual(['dev', 'prod', 'prod (2)']);
  });

  test('a repository on GitHub gets a workflow, at its root, from wherever it is asked for', async () => {
    onGitHub();
    write('.git/refs/remotes/origin/HEAD', 'ref: refs/remotes/origin/trunk\n');
    write('infra/prod/main.tf', '');
    write('infra/test/main.tf', '');
    const { code, stdout } = await init([], join(work.root, 'infra', 'prod'));
    expect(code).toBe(0);
    expect(stdout).toContain('found Terraform in infra/prod, infra/test · GitHub');
    expect(files()).toContain(workflow);
    expect(files(join(work.root, 'infra'))).toEqual(['prod/main.tf', 'test/main.tf']);
    expect(parse(read(workflow))).toMatchObject({
      on: { push: { branches: ['trunk'] } },
      permissions: { contents: 'read' },
    });
  });

  test('whatever the workflow uses is pinned', async () => {
    await init(['--ci', 'github']);
    const uses = [...read(workflow).matchAll(/uses: (\S+)/g)].map(([, action]) => action);
    expect(uses).toHaveLength(2);
    expect(uses[0]).toMatch(/^actions\/checkout@[0-9a-f]{40}$/);
    expect(uses[1]).toBe(`kmslint/kmslint@${originOf(version, commit).ref}`);
  });

  test('the hook is the one that this repository publishes, at this version', async () => {
    await init();
    const published = parse(
      readFileSync(new URL('../../.pre-commit-hooks.yaml', import.meta.url), 'utf8'),
    );
    expect(published).toMatchObject([{ id: 'kmslint' }]);
    expect(read('.pre-commit-config.yaml')).toBe(hookText(originOf(version, commit)));
  });

  test('a release is named by its tag and installed as a tarball, what is none by its commit', () => {
    const download = 'https://github.com/kmslint/kmslint/releases/download';
    expect(originOf('1.2.3', 'abc')).toEqual({
      ref: 'v1.2.3',
      package: `${download}/v1.2.3/kmslint-1.2.3.tgz`,
      hooks: 'https://github.com/kmslint/kmslint-pre-commit',
    });
    expect(originOf('1.2.3-dev', 'abc')).toEqual({
      ref: 'abc',
      package: 'git+https://github.com/kmslint/kmslint.git#abc',
      hooks: 'https://github.com/kmslint/kmslint',
    });
    expect(originOf('1.2.3-dev', null).ref).toBe('main');
  });

  test('GitLab gets a job of its own file, and an include', async () => {
    write('.git/config', '[remote "o"]\n  url = https://gitlab.example.org/github/mirror.git\n');
    const { stdout } = await init();
    expect(stdout).toContain(' · GitLab');
    expect(stdout).not.toContain('GitHub');
    const { include } = parse(read('.gitlab-ci.yml'));
    expect(include).toEqual([{ local: '.gitlab/kmslint.gitlab-ci.yml' }]);
    expect(parse(read(include[0].local))).toHaveProperty('kmslint.artifacts.reports.junit');
    expect(files()).not.toContain(workflow);
  });

  test('OpenTofu is told by its files, a worktree by what its .git names', async () => {
    write('main.tofu', '');
    write('.git', 'gitdir: ../main/.git/worktrees/this\n');
    const common = join(work.scratch, 'main', '.git');
    mkdirSync(join(common, 'worktrees', 'this'), { recursive: true });
    writeFileSync(join(common, 'worktrees', 'this', 'commondir'), '../..\n');
    writeFileSync(join(common, 'config'), 'url = ssh://git@github.com/example/infrastructure\n');
    const { stdout } = await init(['--dry-run']);
    expect(stdout).toContain('found OpenTofu in . · GitHub');
    expect(stdout).toContain('tofu show -json tfplan | kmslint -');
  });
});

describe('what is there stays', () => {
  const wanted = [
    'kmslint-baseline.json',
    '.pre-commit-config.yaml',
    workflow,
    '.github/workflows/kmslint.yaml',
    '.gitlab/kmslint.gitlab-ci.yml',
    '.gitlab-ci.yml',
  ];

  test.each(wanted)('%s', async (name) => {
    write(name, '# mine\n');
    const { code, stdout } = await init(['--ci', 'github', '--ci', 'gitlab']);
    expect(code).toBe(0);
    expect(read(name)).toBe('# mine\n');
    expect(stdout).toContain(`kept ${name}, which was there`);
    expect(files()).toHaveLength(6);
  });

  test.each(['kmslint.config.json', '.kmslint.yaml'])(
    '%s, which names its own baseline',
    async (name) => {
      write(name, '# mine\n');
      const { stdout } = await init();
      expect(stdout).toContain(`kept ${name}, which was there`);
      expect(files()).toEqual([name, '.pre-commit-config.yaml'].toSorted());
    },
  );

  test('with what to add to it, which makes it whole', async () => {
    const hooks = 'repos:\n  - repo: local\n    hooks: []\n';
    write('.pre-commit-config.yaml', hooks);
    write('.gitlab-ci.yml', 'include:\n  - local: other.yml\n');
    const { stdout } = await init();
    const [, hook = '', include = ''] = stdout.split(/which was there; add under `\w+:`\n\n/);
    const cut = (text: string) =>
      [...text.matchAll(/^ {4}(.*\n)/gm)].map(([, line]) => line).join('');
    expect(parse(`${hooks}${cut(hook)}`).repos[1]).toMatchObject({ hooks: [{ id: 'kmslint' }] });
    expect(parse(`${read('.gitlab-ci.yml')}${cut(include)}`).include).toHaveLength(2);
  });

  test('a second run changes nothing, and names what it found', async () => {
    onGitHub();
    await init();
    const before = files().map((name) => [name, read(name)]);
    const { stdout } = await init();
    expect(files().map((name) => [name, read(name)])).toEqual(before);
    expect(stdout.match(/mentions kmslint already/g)).toHaveLength(3);
    expect(stdout).not.toContain('baseline.json');
    expect(stdout).not.toContain('wrote');
  });

  test('--dry-run writes nothing and prints the files', async () => {
    const { stdout } = await init(['--dry-run', '--ci', 'github']);
    expect(files()).toEqual([]);
    expect(stdout).toContain('would write kmslint.config.json\n\n    {\n      "$schema"');
    expect(stdout).toContain('      - uses: kmslint/kmslint@');
  });
});

test('a word that is no option is refused', async () => {
  expect((await init(['here'])).code).toBe(2);
  expect((await init(['--ci', 'jenkins'])).code).toBe(2);
  expect(files()).toEqual([]);
});
