import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { resolveEndpoint } from '../../src/record/aws/endpoint.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kmslint-endpoint-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  // Nothing of this machine's own configuration.
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'])
    vi.stubEnv(name, join(folder, 'missing'));
  for (const name of Object.keys(process.env).filter((one) =>
    /^AWS_(?:ENDPOINT|USE|IGNORE|PROFILE)/.test(one),
  ))
    vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const resolve = async (
  service: 'kms' | 'cloudhsm',
  region = 'eu-central-1',
  given: string | null = null,
) => (await resolveEndpoint(service, region, given)).href;

test.each([
  ['kms', 'eu-central-1', 'https://kms.eu-central-1.amazonaws.com/'],
  ['cloudhsm', 'eu-central-1', 'https://cloudhsmv2.eu-central-1.amazonaws.com/'],
  ['kms', 'cn-north-1', 'https://kms.cn-north-1.amazonaws.com.cn/'],
  ['cloudhsm', 'us-gov-west-1', 'https://cloudhsmv2.us-gov-west-1.amazonaws.com/'],
] as const)("%s in %s has AWS's own host", async (service, region, expected) => {
  expect(await resolve(service, region)).toBe(expected);
});

test('FIPS and dual stack as configured', async () => {
  vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true');
  expect(await resolve('kms')).toBe('https://kms-fips.eu-central-1.amazonaws.com/');
  vi.stubEnv('AWS_USE_DUALSTACK_ENDPOINT', 'true');
  expect(await resolve('kms')).toBe('https://kms-fips.eu-central-1.api.aws/');
  vi.stubEnv('AWS_USE_FIPS_ENDPOINT', undefined);
  expect(await resolve('cloudhsm')).toBe('https://cloudhsmv2.eu-central-1.api.aws/');
});

test('a given endpoint goes before the environment, and one for the service before one for all', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://localhost:4566');
  expect(await resolve('kms')).toBe('http://localhost:4566/');
  expect(await resolve('cloudhsm')).toBe('http://localhost:4566/');
  vi.stubEnv('AWS_ENDPOINT_URL_CLOUDHSM_V2', 'http://localhost:5000');
  expect(await resolve('cloudhsm')).toBe('http://localhost:5000/');
  expect(await resolve('kms')).toBe('http://localhost:4566/');
  expect(await resolve('kms', 'eu-central-1', 'https://vpce.example.com')).toBe(
    'https://vpce.example.com/',
  );
  vi.stubEnv('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'true');
  expect(await resolve('kms')).toBe('https://kms.eu-central-1.amazonaws.com/');
});

test("a profile's endpoints count, its section for the service first", async () => {
  const path = join(folder, 'config');
  writeFileSync(
    path,
    `[default]
endpoint_url = http://localhost:1111
services = local

[services local]
cloudhsm_v2 =
  endpoint_url = http://localhost:2222
`,
  );
  vi.stubEnv('AWS_CONFIG_FILE', path);
  expect(await resolve('kms')).toBe('http://localhost:1111/');
  expect(await resolve('cloudhsm')).toBe('http://localhost:2222/');
});

test.each([
  [
    'ftp://example.com',
    'eu-central-1',
    'endpoint ftp://example.com is not an http or https address',
  ],
  ['nonsense', 'eu-central-1', 'endpoint nonsense is not an http or https address'],
  [null, 'example.com/', 'example.com/ is not the name of a Region'],
])('endpoint %s in %s is refused', async (given, region, message) => {
  await expect(resolveEndpoint('kms', region, given)).rejects.toThrow(message);
});
