// Who asks: profiles, MFA, and what is no answer of AWS where one is asked who one is. The command line as a process.
import { spawn, spawnSync } from 'node:child_process';
import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { fakeEstate } from '../support/aws/keys.ts';
import { environment } from '../support/aws/run-scan.ts';
import { openProcessBench, type ProcessBench } from '../support/aws/scan-process.ts';
import type { RawReply } from '../support/aws/server.ts';

/** What is answered in place of STS. */
let instead: RawReply | null = null;

let bench: ProcessBench;
beforeAll(async () => {
  const first = (headers: IncomingHttpHeaders) =>
    headers['x-amz-target'] === undefined ? instead : null;
  bench = await openProcessBench({ estates: [fakeEstate(3)], first });
});
afterEach(() => {
  instead = null;
});
afterAll(async () => {
  await bench.remove();
});

/** Not of the environment: whoever has those takes no profile's. */
const noKeys = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
const device = 'arn:aws:iam::111122223333:mfa/ExampleUser';

const guarded = `[profile base]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = example

[profile guarded]
role_arn = arn:aws:iam::111122223333:role/audit
source_profile = base
mfa_serial = ${device}
`;

const assumed = () =>
  bench.control.asked.filter(({ action }) => action === 'sts:AssumeRole').map(({ body }) => body);

test('a role that wants an MFA code gets the one of --mfa-code', async () => {
  const files = bench.configure(guarded);
  const before = assumed().length;
  const result = await bench.run(
    [
      'snapshot',
      '--profile',
      'guarded',
      '--mfa-code',
      '123456',
      '--endpoint-url',
      bench.server.url,
    ],
    { ...files, ...noKeys },
  );
  expect(result).toMatchObject({
    code: 0,
    stderr: '1 of 1 · 111122223333 eu-central-1 · 3 keys\n',
  });
  const [form, ...others] = assumed().slice(before);
  expect(others).toEqual([]);
  const sent = new URLSearchParams(form);
  expect([sent.get('SerialNumber'), sent.get('TokenCode')]).toEqual([device, '123456']);
  expect(bench.server.requests.at(-1)?.accessKeyId).toBe('ASIA111122223333');
});

test.each([
  [[], `the profile's role wants a code of the MFA device ${device}; pass it with --mfa-code`],
  [['--mfa-code', '12345'], '--mfa-code wants the six digits that the MFA device shows'],
])('with %j a role that wants an MFA code is told of', async (args, message) => {
  const files = bench.configure(guarded);
  const result = await bench.run(
    ['snapshot', '--profile', 'guarded', ...args, '--endpoint-url', bench.server.url],
    { ...files, ...noKeys },
  );
  expect(result).toEqual({ code: 2, stdout: '', stderr: `kmslint: ${message}\n` });
});

const isTerminalMissing = spawnSync('script', ['--version']).status !== 0;
if (isTerminalMissing) process.stdout.write('skipped: MFA on a terminal: there is no script(1)\n');

test.skipIf(isTerminalMissing)('on a terminal the code is asked for', async () => {
  const files = bench.configure(guarded);
  const before = assumed().length;
  const command = [process.execPath, bench.bin, 'snapshot', '--profile', 'guarded']
    .concat('--endpoint-url', bench.server.url)
    .join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: bench.directory,
    env: { PATH: process.env['PATH'] ?? '', ...environment, ...files, ...noKeys, TERM: 'dumb' },
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const asked = said.includes('MFA code for');
    said += chunk.toString();
    if (!asked && said.includes('MFA code for')) child.stdin.write('654321\n');
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(said).toContain(`MFA code for ${device}: `);
  expect(new URLSearchParams(assumed().slice(before)[0]).get('TokenCode')).toBe('654321');
  expect(code).toBe(0);
});

test.each([
  [['--profile', 'gaurded'], {}, '"gaurded" (did you mean guarded?)'],
  [[], { AWS_PROFILE: 'nosuch' }, '"nosuch"'],
])('a profile that is not there is told as that: %j %j', async (args, env, named) => {
  const files = bench.configure(guarded);
  const result = await bench.run(['snapshot', ...args], { ...files, ...env });
  expect(result).toEqual({
    code: 2,
    stdout: '',
    stderr: `kmslint: the AWS configuration has no profile ${named}; name another with --profile\n`,
  });
});

const html = 'text/html; charset=utf-8';

test.each<readonly [number, string, string]>([
  [403, html, '<!DOCTYPE html><html><body>Blocked<br></body></html>'],
  [403, 'text/plain', 'Forbidden'],
  [200, html, '<html><head><meta charset="utf-8"></head></html>'],
  [200, 'text/plain', 'welcome'],
  [403, '', ''],
])('an answer %d %s in place of STS is told as it is', async (status, type, body) => {
  instead = { status, type, body };
  const result = await bench.run(['snapshot', '--endpoint-url', bench.server.url]);
  expect(result.code).toBe(2);
  expect(result.stderr).toMatch(
    /^kmslint: no answer of STS: the answer is not one of AWS \(status \d+, [^)]+\): a proxy or a portal may stand between; .*\n$/,
  );
});

test('credentials that AWS refuses are told with the id of the request', async () => {
  const error = '<Error><Code>InvalidClientTokenId</Code><Message>no such token</Message></Error>';
  instead = {
    status: 403,
    type: 'text/xml',
    body: `<ErrorResponse>${error}</ErrorResponse>`,
  };
  const result = await bench.run(['snapshot', '--endpoint-url', bench.server.url]);
  expect(result.code).toBe(2);
  expect(result.stderr).toMatch(
    /^kmslint: AWS refuses the credentials: InvalidClientTokenId: no such token \(request [0-9a-f-]{36}\); sign in again\n$/,
  );
});
