import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { gitlabText, hookText, workflowText } from '../../src/cli/init/texts.ts';
import { documentedOrigin } from '../support/cli/documented-origin.ts';
import { originOf } from '../../src/cli/init/origin.ts';
import { version } from '../../src/version.ts';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

describe('the GitLab job', () => {
  const { kmslint: job } = parse(read('templates/kmslint.gitlab-ci.yml'));

  test('uploads the reports that it writes, also when the job fails', () => {
    const [install, judge]: readonly string[] = job.script;
    expect(install).toContain(' "$KMSLINT_PACKAGE"');
    expect(job.variables.KMSLINT_PACKAGE).toBe(originOf(version, null).package);
    const written = [...(judge ?? '').matchAll(/-f (\w+)=(\S+)/g)].map(([, format, file]) => [
      format,
      file,
    ]);
    expect(Object.fromEntries(written)).toEqual({
      gitlab: job.artifacts.reports.codequality,
      junit: job.artifacts.reports.junit,
    });
    expect(job.artifacts.when).toBe('always');
  });

  test('takes its words from variables that are declared', () => {
    const used = [...JSON.stringify(job.script).matchAll(/\$(\w+)/g)].map(([, name]) => name);
    expect(used.toSorted(byText)).toEqual(Object.keys(job.variables).toSorted());
  });
});

describe('the gates', () => {
  const texts = {
    github: workflowText(documentedOrigin, 'main'),
    gitlab: gitlabText(documentedOrigin),
  };

  test.each(Object.entries(texts))('of %s let nothing pass that was not read', (_, text) => {
    expect(text).not.toMatch(/allow[-_]?(?:gaps|unfetched)|fail-on[= ]+none/i);
    expect(text).toMatch(/^ *# .*init -backend=false$/m);
  });

  test('of GitLab takes no input for an option', () => {
    const { kmslint: job } = parse(gitlabText(documentedOrigin));
    expect(job.variables.KMSLINT_ARGUMENTS).toBe('');
    expect(job.script[1]).toMatch(/ \$KMSLINT_ARGUMENTS -- \$KMSLINT_INPUTS$/);
  });
});

describe('the hook', () => {
  const [hook] = parse(read('.pre-commit-hooks.yaml'));

  test('excuses what was not fetched and nothing else, and takes no file name for an option', () => {
    expect(hook.entry).toBe('kmslint --allow-unfetched --');
    expect(hook).not.toHaveProperty('args');
    expect(hook.pass_filenames).toBe(true);
  });

  test('runs for every file that decides about a key', () => {
    const files = new RegExp(hook.files);
    for (const name of ['main.tf', 'a/b.tofu', 'c.tf.json', 'd.tofu.json', 'terraform.tfvars']) {
      expect(name).toMatch(files);
    }
    expect('prod.auto.tfvars.json').toMatch(files);
    for (const name of ['main.tf.bak', 'tf', 'plan.json', 'x.tfvarsx']) {
      expect(name).not.toMatch(files);
    }
  });
});

describe('the hook of a release', () => {
  const [plain] = parse(read('.pre-commit-hooks.yaml'));
  const [mirrored] = parse(read('pre-commit/.pre-commit-hooks.yaml'));

  test('is the same, but that npm unpacks a tarball', () => {
    const { additional_dependencies: installed, ...rest } = mirrored;
    expect(rest).toEqual(plain);
    const release = version.replace(/-.*/, '');
    expect(installed).toEqual([originOf(release, null).package]);
  });

  test('lies in a package that installs nothing else', () => {
    const placeholder = JSON.parse(read('pre-commit/package.json'));
    expect(Object.keys(placeholder)).toEqual(['name', 'version', 'private', 'description']);
    expect(placeholder.private).toBe(true);
  });
});

describe('docs/integrations.md', () => {
  const page = read('docs/integrations.md');
  const blocks = [...page.matchAll(/^( *)```(yaml|json)\n([\s\S]*?)^ *```$/gm)].map(
    ([, indent = '', kind, text = '']) => ({ kind, text: text.replaceAll(`\n${indent}`, '\n') }),
  );
  const { inputs } = parse(read('action.yml'));

  test('shows what can be parsed', () => {
    expect(blocks.length).toBeGreaterThan(6);
    for (const { kind, text } of blocks) {
      const value: unknown = kind === 'json' ? JSON.parse(text) : parse(text);
      expect(typeof value).toBe('object');
    }
  });

  test('names what there is, and inputs that the action has', () => {
    const refs = [...page.matchAll(/\bkmslint\/kmslint(?:@|\/(?=v\d|COMMIT))([\w.-]+)/g)];
    expect(refs.length).toBeGreaterThan(3);
    expect(new Set(refs.map(([, ref]) => ref))).toEqual(new Set([documentedOrigin.ref]));
    const steps = blocks
      .flatMap(({ text }) => {
        const value: unknown = parse(text);
        return Array.isArray(value) ? value : (parse(text).jobs?.kmslint.steps ?? []);
      })
      .filter((step) => String(step.uses).startsWith('kmslint/kmslint@'));
    expect(steps).toHaveLength(3);
    for (const step of steps) {
      for (const name of Object.keys(step.with)) expect(inputs).toHaveProperty([name]);
    }
  });

  test('shows the hook as init writes it', () => {
    expect(blocks.map(({ text }) => text)).toContain(hookText(documentedOrigin));
  });
});

function byText(a: string | undefined, b: string | undefined): number {
  return (a ?? '') < (b ?? '') ? -1 : 1;
}
