import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { decodeInput, parsePlan } from '../../src/read/input/recognise.ts';
import type { Finding } from '../../src/model/finding.ts';
import { judgeDirectory, type JudgedFiles } from '../support/judge/judge-hcl.ts';
import { judgePlan, type Judged } from '../support/judge/judge-plan.ts';
import { isAsked } from '../support/judge/opt-in.ts';

const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const isHere = existsSync(join(corpus, 'labels.tsv'));

interface Label {
  readonly input: string;
  readonly folder: string;
  readonly path: string;
  readonly address: string;
  readonly expected: string;
}

const allLabels: readonly Label[] = isHere
  ? readFileSync(join(corpus, 'labels.tsv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [, input = '', folder = '', file = '', address = '', expected = ''] =
          line.split('\t');
        return { input, folder, path: join(folder, file), address, expected };
      })
  : [];
const labels = allLabels.filter(({ input }) => input === 'plan');

const kinds = ['fail', 'open', 'pass', 'notApplicable'] as const;

const ruleOf: Readonly<Record<string, string>> = {
  'no-rotation': 'rotation-disabled',
  'ineligible-without-alias-scheme': 'manual-rotation-alias-missing',
};

function judgeFile(path: string): Judged {
  const judged = judgePlan(parsePlan(decodeInput(readFileSync(path), path), basename(path)));
  return { ...judged, findings: judged.findings.filter(isAsked) };
}

function answerTo({ path, address }: Label): readonly string[] {
  const { findings } = judgeFile(join(corpus, path));
  const own = findings.filter(({ subject }) => subject === address);
  expect(own.length).toBeGreaterThan(0);
  return own.filter(({ kind }) => kind === 'fail').map(({ ruleId }) => ruleId);
}

function describeFile(path: string): string {
  try {
    const { all, gaps } = judgeFile(path);
    const counts = kinds.map((kind) => `${all(kind).length} ${kind}`);
    return [...counts, `${gaps.length} gaps`].join(', ');
  } catch (error) {
    if (error instanceof UserError) return `refused: ${error.message}`;
    throw error;
  }
}

function print(rows: readonly (readonly string[])[]): void {
  process.stdout.write(`${rows.map((row) => row.join('\t')).join('\n')}\n`);
}

describe.skipIf(!isHere)('public plans', () => {
  test('every labelled plan is answered as labelled', () => {
    expect(labels.length).toBeGreaterThanOrEqual(6);
    print(
      labels.map((label) => [label.path, label.address, label.expected, answerTo(label).join(' ')]),
    );
    for (const label of labels) {
      const rule = ruleOf[label.expected];
      const answer = answerTo(label).filter((id) => rule === undefined || id === rule);
      expect([label.address, ...answer]).toEqual(
        rule === undefined ? [label.address] : [label.address, rule],
      );
    }
  });

  test('every plan is judged or refused without a crash', () => {
    const files = readdirSync(join(corpus, 'plans'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.json'))
      .toSorted();
    expect(files.length).toBeGreaterThan(0);
    const rows = files.map((file) => [file, describeFile(join(corpus, 'plans', file))]);
    print(rows);
    expect(rows.filter(([, answer = '']) => answer.startsWith('refused'))).toEqual([]);
  });
});

const judged = new Map<string, Promise<JudgedFiles>>();

async function judgeAsked(path: string): Promise<JudgedFiles> {
  const found = await judgeDirectory(path);
  return { ...found, findings: found.findings.filter(isAsked) };
}

function judgeFolder(folder: string): Promise<JudgedFiles> {
  const found = judged.get(folder) ?? judgeAsked(join(corpus, folder));
  judged.set(folder, found);
  return found;
}

const withoutKeys = (subject: string): string => subject.replaceAll(/\[[^\]]*\]/g, '');

const phases = ['phase1-b00fa7b925', 'phase2-a9387a1700', 'phase4-7dde455e19', 'phase6-cc0af5aa77'];
const configurations = [
  ...phases.map((phase) => `hcl/authentication-api/${phase}`),
  'hcl/regula',
  'hcl/terraform-aws-kms',
  'hcl/terraform-aws-kms-key',
];

/** The failures that are right: each rotation is written as false, or left out, and the imported key has no alias. */
const failures: Readonly<Record<string, readonly string[]>> = {
  'hcl/regula': [
    'rotation-disabled aws_kms_key.blank-invalid',
    'rotation-disabled aws_kms_key.invalid',
  ],
  'hcl/terraform-aws-kms': [
    'rotation-disabled module.kms_complete.aws_kms_key.this[0]',
    'rotation-disabled module.kms_primary.aws_kms_key.this[0]',
    'manual-rotation-alias-missing module.kms_external.aws_kms_external_key.this[0]',
  ],
  'hcl/terraform-aws-kms-key': ['rotation-disabled module.kms_key.aws_kms_key.default[0]'],
};

describe.skipIf(!isHere)('public configurations', () => {
  test('are all here', () => {
    const found = readdirSync(join(corpus, 'hcl'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(?:tf|tofu)(?:\.json)?$/.test(file))
      .map((file) => join('hcl', file));
    expect(found.length).toBeGreaterThan(0);
    const strangers = found.filter((file) => !configurations.some((c) => file.startsWith(`${c}/`)));
    expect(strangers).toEqual([]);
  });

  test.each(configurations)(
    '%s: every failure is right, and every gap a module that is not here',
    async (folder) => {
      const { findings, present } = await judgeFolder(folder);
      const ofKind = (kind: Finding['kind']) => findings.filter((finding) => finding.kind === kind);
      const counts = kinds.map((kind) => `${ofKind(kind).length} ${kind}`);
      print([[folder, `${present.keys.length} keys`, ...counts, `${present.gaps.length} gaps`]]);
      print(
        ofKind('open').map(({ ruleId, subject, because }) => [
          '',
          ruleId,
          subject,
          [...new Set(because.map(({ reason, what }) => `${what}: ${reason}`))].join('; '),
        ]),
      );
      expect(present.keys.length).toBeGreaterThan(0);
      expect(
        ofKind('fail')
          .map(({ ruleId, subject }) => `${ruleId} ${subject}`)
          .toSorted(),
      ).toEqual((failures[folder] ?? []).toSorted());
      expect(present.gaps.filter(({ reason }) => reason !== 'unresolved-module')).toEqual([]);
    },
  );

  const rows = allLabels.filter(({ input }) => input === 'hcl');

  test('are all labelled', () => {
    expect(rows.length).toBeGreaterThanOrEqual(12);
  });

  test.each(rows)('$folder: $address is $expected', async ({ folder, address, expected }) => {
    const { findings } = await judgeFolder(folder);
    const own = findings.filter(({ subject }) => withoutKeys(subject) === address);
    expect(own.length).toBeGreaterThan(address.includes('_alias.') ? -1 : 0);
    const failed = own.filter(({ kind }) => kind === 'fail').map(({ ruleId }) => ruleId);
    print([
      [folder, address, expected, own.map(({ ruleId, kind }) => `${ruleId} ${kind}`).join(', ')],
    ]);
    const rule = ruleOf[expected];
    expect(failed).toEqual(rule === undefined ? [] : [rule]);
  });

  test.each(phases)(
    'a real rotation, %s: both keys have an alias, the later one the policy, and nothing fails',
    async (phase) => {
      const { kind, findings } = await judgeFolder(`hcl/authentication-api/${phase}`);
      const key = 'aws_kms_key.ipv_reverification_request_signing_key';
      // Version aliases behind a prefix that nobody sets tell the successor, once both are there.
      const isReplaced = phase !== phases[0] && phase !== phases[1];
      expect(kind('manual-rotation-alias-missing', key)).toBe(
        isReplaced ? 'notApplicable' : 'pass',
      );
      expect(kind('successor-policy-not-copied', `${key}_v2`)).toBe(
        isReplaced ? 'pass' : undefined,
      );
      const successor = findings.some(({ subject }) => subject === `${key}_v2`);
      expect(successor).toBe(phase !== phases[0]);
      if (successor) expect(kind('manual-rotation-alias-missing', `${key}_v2`)).toBe('pass');
    },
  );
});

if (!isHere) process.stdout.write('public inputs: skipped, because ../shared/corpus is not here\n');
