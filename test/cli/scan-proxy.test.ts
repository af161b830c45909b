// What stands between: proxies and certificates. The command line as a process; the names of AWS's hosts are real, and
// all of them lead to the fake one.
import { join } from 'node:path';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCertificate, opensslMissing, type Certificate } from '../support/aws/certificate.ts';
import { fakeEstate } from '../support/aws/keys.ts';
import { startProxy, type Proxy } from '../support/aws/proxy.ts';
import { openProcessBench, type ProcessBench } from '../support/aws/scan-process.ts';

const missing = opensslMissing();
if (missing !== null) process.stdout.write(`skipped: scans over TLS: ${missing}\n`);

const whole = { code: 0, stderr: '1 of 1 · 111122223333 eu-central-1 · 3 keys\n' };

describe('a proxy of plain requests', () => {
  let [bench, proxy]: readonly [ProcessBench?, Proxy?] = [];
  beforeAll(async () => {
    bench = await openProcessBench({ estates: [fakeEstate(3)] });
    proxy = await startProxy({ server: bench.server.url });
  });
  afterAll(async () => {
    await proxy?.close();
    await bench?.remove();
  });

  test('every service is asked through it, but for what NO_PROXY names', async () => {
    if (bench === undefined || proxy === undefined) return expect.unreachable();
    const env = { HTTP_PROXY: proxy.url, AWS_ENDPOINT_URL: 'http://aws.example.com' };
    expect(await bench.run(['snapshot'], env)).toMatchObject(whole);
    expect([...proxy.asked]).toEqual(['http://aws.example.com/']);
    const direct = { ...env, AWS_ENDPOINT_URL: bench.server.url, no_proxy: '127.0.0.1' };
    expect(await bench.run(['snapshot'], direct)).toMatchObject(whole);
    expect(proxy.asked.size).toBe(1);
  });

  test('what is no proxy is told without its password', async () => {
    const env = { HTTPS_PROXY: 'ftp://user:hidden@proxy.example.com' };
    expect(await bench?.run(['snapshot'], env)).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'kmslint: HTTPS_PROXY is not the address of a proxy, such as http://proxy.example.com:3128; mend or unset it\n',
    });
  });
});

describe.skipIf(missing !== null)('tunnels', () => {
  const directory = mkdtempSync(join(tmpdir(), 'kmslint-tls-'));
  let certificate: Certificate;
  let bench: ProcessBench;
  let proxy: Proxy;
  beforeAll(async () => {
    const suffixes = ['amazonaws.com', 'api.aws'].map((suffix) => `*.eu-central-1.${suffix}`);
    const others = ['*.eusc-de-east-1.amazonaws.eu', '*.us-gov-west-1.amazonaws.com'];
    certificate = makeCertificate(directory, [...suffixes, ...others]);
    bench = await openProcessBench({
      estates: ['eu-central-1', 'eusc-de-east-1', 'us-gov-west-1'].map((region) =>
        fakeEstate(3, { region }),
      ),
      tls: certificate,
    });
  });
  afterAll(async () => {
    await bench.remove();
    rmSync(directory, { recursive: true });
  });

  /** Runs with a proxy in between, and tells what it was asked for. */
  const through = async (
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    refusal?: string,
  ) => {
    const server = bench.server.url;
    proxy = await startProxy({ server, ...(refusal === undefined ? {} : { refusal }) });
    try {
      const { host } = new URL(proxy.url);
      const result = await bench.run(args, {
        HTTPS_PROXY: `http://user:hidden@${host}`,
        ...env,
      });
      return { ...result, asked: [...proxy.asked].toSorted(), passwords: [...proxy.passwords] };
    } finally {
      await proxy.close();
    }
  };

  const hosts = (kms: string, cloudhsm: string, sts: string) =>
    [kms, cloudhsm, sts].map((host) => `${host}:443`).toSorted();

  test('HTTPS_PROXY with a password leads to all hosts; AWS_CA_BUNDLE tells whom to trust', async () => {
    const result = await through(['snapshot'], { AWS_CA_BUNDLE: certificate.path });
    expect(result).toMatchObject(whole);
    expect(result.asked).toEqual(
      hosts(
        'kms.eu-central-1.amazonaws.com',
        'cloudhsmv2.eu-central-1.amazonaws.com',
        'sts.eu-central-1.amazonaws.com',
      ),
    );
    expect(result.passwords).toEqual([`Basic ${btoa('user:hidden')}`]);
  });

  const keys = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = example\n';

  test.each([
    ['use_fips_endpoint', 'kms-fips', 'cloudhsmv2-fips', 'sts-fips', 'amazonaws.com'],
    ['use_dualstack_endpoint', 'kms', 'cloudhsmv2', 'sts', 'api.aws'],
  ])('%s of a profile, and its ca_bundle', async (setting, kms, cloudhsm, sts, suffix) => {
    const files = bench.configure(
      `[profile strict]\n${keys}${setting} = true\nca_bundle = ${certificate.path}\n`,
    );
    const result = await through(['snapshot', '--profile', 'strict'], files);
    expect(result).toMatchObject(whole);
    const place = `eu-central-1.${suffix}`;
    expect(result.asked).toEqual(
      hosts(`${kms}.${place}`, `${cloudhsm}.${place}`, `${sts}.${place}`),
    );
  });

  test('in GovCloud some services have FIPS on their usual hosts', async () => {
    const result = await through(['snapshot'], {
      AWS_CA_BUNDLE: certificate.path,
      AWS_REGION: 'us-gov-west-1',
      AWS_USE_FIPS_ENDPOINT: 'true',
    });
    expect(result.code).toBe(0);
    const place = 'us-gov-west-1.amazonaws.com';
    expect(result.asked).toEqual(hosts(`kms-fips.${place}`, `cloudhsmv2.${place}`, `sts.${place}`));
  });

  test('hosts and ARNs of another partition; Node’s own variable tells whom to trust', async () => {
    const scan = ['scan', '--region', 'eusc-de-east-1', '--all', '-f', 'json'];
    const result = await through(scan, {
      NODE_EXTRA_CA_CERTS: certificate.path,
      AWS_REGION: 'eusc-de-east-1',
    });
    const place = 'eusc-de-east-1.amazonaws.eu';
    expect(result.asked).toEqual(hosts(`kms.${place}`, `cloudhsmv2.${place}`, `sts.${place}`));
    expect(result.stdout).toContain('arn:aws-eusc:cloudhsm:eusc-de-east-1:111122223333:cluster/');
  });

  test('a certificate that nobody vouches for is told as that', async () => {
    const result = await through(['snapshot'], {});
    expect(result.code).toBe(3);
    expect(result.stderr).toMatch(/not read: .*ListKeys: (?:DEPTH_ZERO_)?SELF_SIGNED_CERT/);
    expect(result.stderr).not.toContain('hidden');
  });

  test.each([
    ['is not there', '/nonexistent/bundle.pem', 'no such file'],
    ['holds none', join(directory, 'empty.pem'), 'it holds no certificate in PEM'],
  ])('a file of certificates that %s is one line', async (_, path, why) => {
    writeFileSync(join(directory, 'empty.pem'), 'nothing\n');
    const result = await through(['snapshot'], { AWS_CA_BUNDLE: path });
    expect(result).toMatchObject({ code: 2, asked: [] });
    expect(result.stderr.toLowerCase()).toContain(why.toLowerCase());
  });

  test.each([
    [403, 'Forbidden'],
    [407, 'Proxy Authentication Required'],
  ])(
    'the page of a proxy that answers %d is told as such, and nobody is to sign in',
    async (status, reason) => {
      const page = '<html>Ask your administrator.</html>';
      const refusal = `HTTP/1.1 ${status} ${reason}\r\ncontent-type: text/html\r\ncontent-length: ${page.length}\r\n\r\n${page}`;
      const result = await through(['snapshot'], { AWS_CA_BUNDLE: certificate.path }, refusal);
      expect(result.code).toBe(2);
      expect(result.stderr).toBe(
        `kmslint: no answer of STS: the answer is not one of AWS (status ${status}, text/html): a proxy or a portal may stand between; check HTTPS_PROXY and NO_PROXY, and the endpoint\n`,
      );
    },
  );
});
