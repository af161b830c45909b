import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { elementsOf, member, textMember } from '../../src/read/input/json.ts';
import {
  openScanBench,
  ownAccount,
  parse,
  restoreEnvironment,
  setEnvironment,
  type ScanBench,
} from '../support/aws/run-scan.ts';
import { kinds } from '../support/aws/keys.ts';
import { runbookEstate, type RunbookCase, runbookCases } from '../support/runbook/estates.ts';
import { makePrograms, runScript, type Programs } from '../support/runbook/script.ts';
import { runsOf } from '../support/laws/runs.ts';

// The runbook law: whatever kind of key it is, running its script and scanning again gives no finding about it or its successor.

let programs: Programs;
const directory = mkdtempSync(join(tmpdir(), 'kmslint-runbook-'));
beforeAll(async () => {
  setEnvironment();
  programs = await makePrograms(directory);
});
afterAll(() => {
  restoreEnvironment();
  rmSync(directory, { recursive: true, force: true });
});

/** Findings of a scan about these keys, with what is wrong. */
async function findingsOf(bench: ScanBench, arns: ReadonlySet<string>): Promise<readonly string[]> {
  const { stdout } = await bench.run(['scan', '--history', '--grants', '-f', 'json']);
  return elementsOf(member(parse(stdout), 'findings')).flatMap((finding) => {
    const [rule, subject, message, kind] = ['ruleId', 'subject', 'message', 'kind'].map(
      (name) => textMember(finding, name) ?? '',
    );
    return kind === 'fail' && arns.has(subject ?? '') ? [`${rule} ${subject}: ${message}`] : [];
  });
}

/** Writes the runbook of the case's key from a snapshot, runs it, and tells what a scan finds afterwards. */
async function rotate(given: RunbookCase): Promise<{
  readonly code: number | null;
  readonly said: string;
  readonly findings: readonly string[];
}> {
  const estate = runbookEstate(given);
  const [key] = estate.keys;
  const bench = await openScanBench({ estates: [estate] });
  try {
    await bench.run(['snapshot', '--history', '--grants', '--snapshot-dir', 'before']);
    const printed = await bench.runPlain(['runbook', key?.Arn ?? '', 'before', '--format', 'sh']);
    expect([printed.stderr, printed.code]).toEqual(['', 0]);
    const before = new Set(estate.keys.map(({ Arn }) => Arn));
    // What the script demands of a person, besides its variables.
    estate.clusters = runbookEstate({ ...given, hsms: 2 }).clusters;
    const { code, stderr } = await runScript(printed.stdout, programs, {
      ...programs.answers,
      AWS_ENDPOINT_URL: bench.server.url,
      ACCOUNT: ownAccount,
    });
    const successors = estate.keys.filter(({ Arn }) => !before.has(Arn));
    const made = successors.map(({ Arn }) => Arn);
    for (const { metadata, tags } of code === 0 ? successors : []) {
      // Whatever a text holds, it arrives as it was.
      expect(metadata['Description']).toBe(given.description);
      expect(tags).toEqual(key?.tags);
    }
    const found = await findingsOf(bench, new Set([key?.Arn ?? '', ...made]));
    // What was wrong with the old key's policy stays with it: no rotation changes that.
    const old = `key-policy-malformed ${key?.Arn}`;
    const findings = found.filter(
      (line) => !(given.policy === 'deleted user' && line.startsWith(old)),
    );
    return { code, said: code === 0 ? '' : `${stderr}\n${printed.stdout}`, findings };
  } finally {
    await bench.remove();
  }
}

test.concurrent.each(kinds.filter((kind) => kind !== 'aws'))(
  'after the script of a key a scan finds nothing about it or its successor: %s',
  { timeout: 300_000 },
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(runbookCases, async (any) => {
        const { code, said, findings } = await rotate({ ...any, kind });
        expect([code, said, findings]).toEqual([0, '', []]);
      }),
      { ...runsOf(1), endOnFailure: true },
    );
  },
);
