import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kinds } from '../support/aws/keys.ts';
import { openScanBench, restoreEnvironment, setEnvironment } from '../support/aws/run-scan.ts';
import { judged, kmslint } from '../support/cli/run-main.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';
import { applied, configurations, type Configuration } from '../support/runbook/configurations.ts';
import { runbookCases, runbookEstate, type RunbookCase } from '../support/runbook/estates.ts';
import { runsOf } from '../support/laws/runs.ts';

// The runbook law for configurations: after its changes nothing is found about the key or its successor, and the text parses.

beforeAll(setEnvironment);
afterAll(restoreEnvironment);

interface Found {
  readonly ruleId: string;
  readonly kind: string;
  readonly subject: string;
  readonly message: string;
}

const judge = async (files: Readonly<Record<string, string>>) => {
  const { out, err } = await judged(files, ['.', '--all', '-f', 'json']);
  const report: { findings: readonly Found[]; gaps: readonly { what: string }[] } = JSON.parse(out);
  return { ...report, err };
};

async function runbookOf({ files, subject }: Configuration) {
  return await inScratch({ '.git/HEAD': '', ...files }, (directory) =>
    kmslint(directory, ['runbook', subject, '-f', 'hcl', '--date', '20260131']),
  );
}

test(
  'after the changes nothing is found about the key or its successor',
  { timeout: 600_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(configurations, async (configuration) => {
        const { out, err, code } = await runbookOf(configuration);
        expect([err, code]).toEqual(['', 0]);
        expect(out).not.toContain('c2VjcmV0IG1hdGVyaWFs');
        const after = applied(configuration.files, out);
        expect(Object.values(after).join('')).toContain('prevent_destroy = true');
        const { findings, gaps, err: said } = await judge(after);
        expect([said, gaps]).toEqual(['', []]);
        const failed = findings.filter(({ kind }) => kind === 'fail');
        expect({ failed, out: failed.length === 0 ? '' : out }).toEqual({ failed: [], out: '' });
        const keys = findings.filter(({ ruleId }) => ruleId === 'rotation-disabled');
        const successor = configuration.subject.replace(/\.app(?=\[|$)/, '.app_20260131');
        expect(keys.map((one) => one.subject)).toEqual(
          expect.arrayContaining([configuration.subject, successor]),
        );
      }),
      { ...runsOf(15), endOnFailure: true },
    );
  },
);

/** A key that has the dated alias of an earlier rotation: it has to come into the state with the key. */
const dated: RunbookCase = {
  kind: 'asymmetric',
  spec: 'RSA_4096',
  isRotating: true,
  aliases: ['app-current', 'app-20180606', 'app'],
  policy: 'own ARN',
  description: 'Signs releases',
  tags: {},
  hsms: 2,
};

test.each(kinds.filter((kind) => kind !== 'aws'))(
  'of an account, the blocks are a configuration in which nothing is found: %s',
  { timeout: 60_000 },
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(runbookCases, async (any) => {
        const estate = runbookEstate({ ...any, kind });
        const bench = await openScanBench({ estates: [estate] });
        const words = [estate.keys[0]?.Arn ?? '', 'before', '-f', 'hcl'];
        await bench.run(['snapshot', '--history', '--snapshot-dir', 'before']);
        const { stdout, stderr } = await bench.runPlain(['runbook', ...words]);
        await bench.remove();
        expect(stderr).toBe('');
        const { findings, gaps, err } = await judge({
          'main.tf': `terraform {\n  backend "s3" {}\n}\n${stdout}`,
        });
        const failed = findings.flatMap(({ kind: verdict, ruleId, message }) =>
          verdict === 'fail' ? [`${ruleId}: ${message}`] : [],
        );
        expect([err, gaps, failed]).toEqual(['', [], []]);
      }),
      { ...runsOf(2), examples: [[dated]], endOnFailure: true },
    );
  },
);
