import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { elementsOf, member, textMember } from '../../src/read/input/json.ts';
import { startAwsServer } from '../support/aws/server.ts';
import { replayOf } from '../support/aws/replay.ts';
import {
  parse,
  restoreEnvironment,
  runInProcess,
  setEnvironment,
} from '../support/aws/run-scan.ts';

const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const isHere = existsSync(join(corpus, 'labels.tsv'));
if (!isHere) process.stdout.write(`skipped: scans of recorded answers: there is no ${corpus}\n`);

const labels = isHere
  ? readFileSync(join(corpus, 'labels.tsv'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('\t'))
      .filter(([, input]) => input === 'api')
      .map(([, , , path = '', address = '', expected = '']) => ({ path, address, expected }))
  : [];

const rulesOf: Readonly<Record<string, readonly string[]>> = {
  'no-rotation': ['rotation-disabled'],
  'ineligible-without-alias-scheme': ['manual-rotation-alias-missing'],
  'cloudhsm-under-two-hsms': ['key-store-under-two-hsms', 'hsm-cluster-under-two-hsms'],
};

let directory: string;
beforeAll(() => {
  setEnvironment();
  directory = mkdtempSync(join(tmpdir(), 'kmslint-corpus-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
  restoreEnvironment();
});

describe.skipIf(!isHere)('recorded answers, given again by a server', () => {
  test.each(labels)('$path $address: $expected', async ({ path, address, expected }) => {
    const { region, others } = replayOf(join(corpus, 'api', path));
    const server = await startAwsServer({ estates: [], others });
    try {
      const args = [
        'scan',
        '--region',
        region,
        '--endpoint-url',
        server.url,
        '--all',
        '-f',
        'json',
      ];
      const { stdout } = await runInProcess(args, directory);
      const about = /^(?:cluster-\w+|[0-9a-f-]{36})/.exec(address)?.[0] ?? '';
      const all = elementsOf(member(parse(stdout), 'findings'));
      expect(all).not.toEqual([]);
      const own = all.filter((one) => (textMember(one, 'subject') ?? '').includes(about));
      const rulesThat = (kind: string) =>
        own
          .filter((one) => textMember(one, 'kind') === kind)
          .map((one) => textMember(one, 'ruleId'));
      const wanted = rulesOf[expected];
      // The labels are of settings and schemes; a key that waits for its import has those as it should.
      const failing = rulesThat('fail').filter((id) => id !== 'key-pending-import');
      if (wanted === undefined) expect(failing).toEqual([]);
      else expect(rulesThat('fail').filter((id) => wanted.includes(id ?? ''))).not.toEqual([]);
      if (expected === 'unknown-because-variable') {
        expect(rulesThat('open')).toContain('manual-rotation-alias-missing');
      }
    } finally {
      await server.close();
    }
  });
});

test.skipIf(!isHere)('every labelled recording is tried', () => {
  expect(labels.length).toBeGreaterThanOrEqual(9);
});
