import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  openScanBench,
  restoreEnvironment,
  setEnvironment,
  type ScanBench,
} from '../support/aws/run-scan.ts';

const first = '444455556666';
const role = 'arn:aws:iam::{account}:role/audit';

let bench: ScanBench;
beforeAll(async () => {
  setEnvironment();
  bench = await openScanBench();
});
afterAll(async () => {
  await bench.remove();
  restoreEnvironment();
});

test.each([
  [['--region', 'Frankfurt'], '--region wants the name of a Region'],
  [['--region', 'eu-west-1', '--all-regions'], '--region and --all-regions exclude each other'],
  [['--assume-role', 'audit'], '--assume-role wants the ARN of a role'],
  [['--assume-role', role], '{account} in --assume-role stands for no account'],
  [['--assume-role', role, '--org', '--assume-role', `${role}2`], 'only one --assume-role'],
  [['--org'], '--org needs a role'],
  [['--account', first], '--account needs a role'],
  [['--ou', 'ou-ab12-11111111'], '--ou needs --org'],
  [['--org', '--assume-role', role, '--ou', 'Sandbox'], '--ou wants ou-'],
  [['--exclude-account', first], '--exclude-account needs'],
  [['--account', '1'], '--account wants twelve digits'],
  [['--external-id', 'x1'], '--external-id needs --assume-role'],
  [['--session-name', 'a b'], '--session-name wants'],
  [['--shard', '9/3'], 'names no shard'],
  [['--deadline', 'soon'], '--deadline wants a duration'],
  [['--quota-share', '2'], '--quota-share wants a number'],
  [['--endpoint-url', 'localhost:5000'], '--endpoint-url wants an http or https address'],
  [['--resume', 'a', '--snapshot-dir', 'b'], '--resume goes on in its own directory'],
  [['--rule', 'no-such-rule'], 'no rule is called'],
  [['eu-west-1'], 'scan takes no arguments'],
  [['--snapshot-dri', 'x'], 'did you mean'],
])('scan %j is one clear line', async (args, message) => {
  const result = await bench.run(['scan', ...args]);
  expect(result).toMatchObject({ code: 2, stdout: '' });
  expect(result.stderr).toContain(message);
  expect(result.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(bench.server.requests).toEqual([]);
});
