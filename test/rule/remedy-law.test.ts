import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { startParser } from '../../src/hcl/syntax/parser.ts';
import { remedyLines, type RemedyPart } from '../../src/model/finding.ts';
import { escapeText } from '../../src/text/escape.ts';
import { exampleFailures, type Failure } from '../support/judge/failures.ts';

// Every failure of every rule's own examples says how it is mended, with the names of that example, and every line of it is
// safe to paste.

const parser = startParser();
afterAll(() => parser.close());

let failures: readonly Failure[] = [];
beforeAll(async () => {
  failures = await exampleFailures();
}, 60_000);

/** What is mended is not the subject but something beside it. */
const beside: Readonly<Record<string, string>> = {
  // A store has the HSMs of its cluster.
  'key-store-under-two-hsms/fail.tf': 'payments_second',
  'key-store-under-two-hsms/fail-same-subnet.tf': 'payments_second',
  'key-store-under-two-hsms/fail.plan.json': 'vault_second',
  'key-store-under-two-hsms/fail-same-subnet.plan.json': 'vault_second',
  'key-store-under-two-hsms/fail.state.json': 'example_second',
  // The old key lost what it had.
  'grants-not-copied/fail-moved.plan.json': 'aws_kms_key.app_v1.key_id',
  'grants-not-copied/fail-moved.state.json': 'aws_kms_key.app_v1.key_id',
  // Of two successors, the first.
  'successor-policy-not-copied/fail-conditional.plan.json': 'aws_kms_key.blue',
  // The name of a grant may be the credential: its key is told.
  'confidential-text/fail-grant.snapshot.json': '1234abcd-12ab-34cd-56ef-1234567890ab',
};

function nameOf({ name, finding: { subject } }: Failure): string {
  return (
    beside[name] ??
    (subject.startsWith('arn:') ? subject.replace(/^.*[:/](?:key\/|cluster\/)?/, '') : subject)
  );
}

function partsOf(language: RemedyPart['language']): readonly (readonly [string, RemedyPart])[] {
  return failures.flatMap(({ name, finding: { remedy = [] } }) =>
    remedy
      .filter((part) => part.language === language)
      .map((part): readonly [string, RemedyPart] => [name, part]),
  );
}

const shellLines = (): readonly string[] => partsOf('sh').flatMap(([, { lines }]) => lines);

describe('the remedy of a failure', () => {
  it('is there for every rule and every source that it claims', () => {
    const told = new Set(failures.map(({ rule, source }) => `${rule.id} ${source}`));
    const claimed = rules
      .filter(({ about }) => about === undefined)
      .flatMap(({ id, sources }) => sources.map((source) => `${id} ${source}`));
    expect(claimed.filter((one) => !told.has(one))).toEqual([]);
    const silent = failures.filter(({ finding: { remedy = [] } }) =>
      remedy.every(({ language }) => language === 'text'),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('is configuration for code, and commands for an account', () => {
    const languages = (isLive: boolean): ReadonlySet<string> =>
      new Set(
        failures
          .filter(({ source }) => (source === 'live') === isLive)
          .flatMap(({ finding }) => finding.remedy ?? [])
          .map(({ language }) => language),
      );
    expect(languages(true).has('hcl')).toBe(false);
    expect(languages(false).has('hcl')).toBe(true);
  });

  it('names what it is about', () => {
    const nameless = failures.filter((failure) => {
      const text = remedyLines(failure.finding.remedy).join('\n');
      return !text.includes(nameOf(failure));
    });
    expect(nameless.map(({ name, finding }) => `${name} ${finding.subject}`)).toEqual([]);
  });

  it('asks for nothing that the example tells', () => {
    const asked =
      /\$\{(?:KEY_ID|CLUSTER_ID|KEY_STORE_ID|PRIMARY_KEY_ARN|GRANTEE|OPERATIONS|ADDRESS|TAG)\b|ExampleKey\b|ExampleCluster|the block of the object|beside the object/;
    const asking = failures.filter(({ finding }) =>
      asked.test(remedyLines(finding.remedy).join('\n')),
    );
    expect(asking.map(({ name }) => name)).toEqual([]);
  });

  it('says for a live key in which account and Region a command is meant', () => {
    for (const { name, source, finding } of failures) {
      if (source !== 'live') continue;
      for (const { language, lines } of finding.remedy ?? []) {
        if (language !== 'sh') continue;
        expect([name, lines[0]]).toEqual([name, `# in account ${finding.account}`]);
        const text = lines.join('\n').replaceAll('\\\n', ' ');
        for (const command of text.match(/^aws .*$/gm) ?? [])
          expect([name, command]).toEqual([
            name,
            expect.stringMatching(/ --region [a-z]+-[a-z]+-\d\b/),
          ]);
      }
    }
  });

  it('is shown by every report as it is', () => {
    const lines = failures.flatMap(({ finding }) => remedyLines(finding.remedy));
    expect(lines.filter((line) => escapeText(line) !== line)).toEqual([]);
  });

  it('is understood by the parsers of its languages', () => {
    const hcl = partsOf('hcl').map(([name, { lines }]) => [
      name,
      parser.file('a.tf', `${lines.join('\n')}\n`)(),
    ]);
    expect(hcl.filter(([, answer]) => JSON.stringify(answer) !== '{}')).toEqual([]);
    for (const [, { lines }] of partsOf('json')) JSON.parse(lines.join('\n'));
    const { status, stderr } = spawnSync('sh', ['-n'], {
      input: `${shellLines().join('\n')}\n`,
      encoding: 'utf8',
    });
    expect([stderr, status]).toEqual(['', 0]);
  });

  it('has no words in which a shell that knows no comments finds something to do', () => {
    const said = [
      ...partsOf('text').flatMap(([, { lines }]) => lines),
      ...shellLines().filter((line) => line.startsWith('#')),
    ];
    expect(said.filter((line) => !/^#?[A-Za-z0-9 ,.:*_/-]+$/.test(line))).toEqual([]);
  });

  it('deletes, disables and revokes nothing, and disconnects nothing without a warning', () => {
    const commands = shellLines().filter((line) => !line.startsWith('#'));
    expect(
      commands.filter((line) =>
        /\b(?:delete|disable|schedule|revoke|retire|untag|destroy)-?|-replace\b/.test(line),
      ),
    ).toEqual([]);
    for (const { finding } of failures) {
      const lines = remedyLines(finding.remedy);
      if (lines.some((line) => line.includes('disconnect-custom-key-store')))
        expect(lines.join('\n')).toMatch(/^# .*unusable until it is connected again$/m);
    }
  });
});
