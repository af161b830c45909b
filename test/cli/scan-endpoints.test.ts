// Which address each service is asked at: the command line as a process, and AWS's own configuration.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keptOf } from '../support/aws/kept.ts';
import { fakeEstate } from '../support/aws/keys.ts';
import { openProcessBench, type ProcessBench } from '../support/aws/scan-process.ts';
import { startAwsServer, type AwsServer } from '../support/aws/server.ts';

const estate = fakeEstate(3);
const nowhere = 'http://127.0.0.1:9';

let bench: ProcessBench;
/** CloudHSM's own, where the first server is everybody's. */
let other: AwsServer;
beforeAll(async () => {
  bench = await openProcessBench({ estates: [estate] });
  other = await startAwsServer({ estates: [estate] });
});
afterAll(async () => {
  await other.close();
  await bench.remove();
});

const whole = { code: 0, stderr: '1 of 1 · 111122223333 eu-central-1 · 3 keys\n' };

test('AWS_ENDPOINT_URL is for every service, and that of a service goes before it', async () => {
  const before = bench.server.requests.length;
  const result = await bench.run(['snapshot'], {
    AWS_ENDPOINT_URL: bench.server.url,
    AWS_ENDPOINT_URL_CLOUDHSM_V2: other.url,
  });
  // Not a word of the SDK's own on standard error.
  expect(result).toMatchObject(whole);
  const kms = bench.server.requests.slice(before).map(({ operation }) => operation);
  expect(kms).toContain('DescribeKey');
  expect(kms).not.toContain('DescribeClusters');
  expect(other.requests.map(({ operation }) => operation)).toEqual(['DescribeClusters']);
});

test("a profile's endpoints count, its section of services first; AWS_PROFILE does as --profile", async () => {
  const files = bench.configure(`[profile local]
endpoint_url = ${nowhere}
services = here

[services here]
kms =
  endpoint_url = ${bench.server.url}
sts =
  endpoint_url = ${bench.server.url}
cloudhsm_v2 =
  endpoint_url = ${other.url}

[profile lost]
services = nowhere
`);
  const [before, clusters] = [bench.server.requests.length, other.requests.length];
  const keys = { aws_access_key_id: 'AKIAIOSFODNN7EXAMPLE', aws_secret_access_key: 'example' };
  const credentials = join(bench.directory, '..', 'credentials');
  const lines = Object.entries(keys).map(([name, value]) => `${name} = ${value}\n`);
  writeFileSync(
    credentials,
    ['local', 'lost'].map((one) => `[${one}]\n${lines.join('')}`).join('\n'),
  );
  const env = { ...files, AWS_SHARED_CREDENTIALS_FILE: credentials };
  expect(await bench.run(['snapshot', '--profile', 'local'], env)).toMatchObject(whole);
  const asked = bench.server.requests.length - before;
  expect(asked).toBeGreaterThan(10);
  expect(other.requests.length).toBe(clusters + 1);
  expect(await bench.run(['snapshot'], { ...env, AWS_PROFILE: 'local' })).toMatchObject(whole);
  expect(bench.server.requests.length - before).toBe(2 * asked);
  const lost = await bench.run(['snapshot', '--profile', 'lost'], env);
  expect(lost.code).toBe(2);
  expect(lost.stderr).toContain('profile "lost" names the services section "nowhere"');
  expect(lost.stderr.split('\n')).toHaveLength(2);
});

test.each(['nonsense', 'ftp://example.com'])('endpoint %s is told as none', async (endpoint) => {
  const result = await bench.run(['snapshot'], {
    AWS_ENDPOINT_URL_KMS: endpoint,
    AWS_ENDPOINT_URL: bench.server.url,
  });
  expect(result).toMatchObject({
    code: 2,
    stderr: `kmslint: endpoint ${endpoint} is not an http or https address\n`,
  });
});

test('requests say who makes them, and for which application', async () => {
  const heard = bench.server.headers.length;
  await bench.run(['snapshot'], {
    AWS_ENDPOINT_URL: bench.server.url,
    AWS_SDK_UA_APP_ID: 'ExampleApp',
  });
  const agents = new Set(bench.server.headers.slice(heard).map((one) => one['user-agent']));
  for (const agent of agents) expect(agent).toMatch(/ app\/ExampleApp .*kmslint\/\d/);
});

test("AWS's id of a request is told with what it refuses, and recorded", async () => {
  const result = await bench.run(
    ['snapshot', '--region', 'me-south-1', '--snapshot-dir', 'refused'],
    {
      AWS_ENDPOINT_URL: bench.server.url,
    },
  );
  expect(result.code).toBe(3);
  expect(result.stderr).toMatch(
    /ListKeys: UnrecognizedClientException: The security token is invalid \(request [0-9a-f-]{36}\)/,
  );
  expect(keptOf(join(bench.directory, 'refused'), 'me-south-1')).toMatch(
    /"ListKeys":\{"error":\{"name":"UnrecognizedClientException",[^}]*"requestId":"[0-9a-f-]{36}"/,
  );
});
