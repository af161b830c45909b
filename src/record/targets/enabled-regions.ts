import { partition } from '@aws-sdk/core/client';
import { Sha256 } from '@smithy/core/checksum';
import { loadConfig } from '@smithy/core/config';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import type { STSClient } from '@aws-sdk/client-sts';
import type { Credentials } from '../target.ts';
import type { RegionStatus } from './cloud.ts';
import { readRegions, RegionsError } from './regions-answer.ts';

interface Place {
  readonly region: string;
  readonly endpoint: string | null;
}

const attempts = 4;
const longestAnswer = 1_000_000;

/**
 * DescribeRegions of EC2, the one call that every partition answers about enabled Regions. Signed here: the client for
 * EC2 is larger than all the rest together.
 */
export async function describeRegions(
  sts: STSClient,
  place: Place,
  credentials: Credentials,
): Promise<readonly RegionStatus[]> {
  const url = new URL(place.endpoint ?? (await endpointOf(sts, place.region)));
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask(sts, url, place.region, credentials);
    } catch (error) {
      if (attempt === attempts || !isPassing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 200 * 2 ** attempt));
    }
  }
}

async function ask(
  sts: STSClient,
  url: URL,
  region: string,
  credentials: Credentials,
): Promise<readonly RegionStatus[]> {
  const request = new HttpRequest({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: url.pathname,
    headers: { host: url.host, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: 'Action=DescribeRegions&Version=2016-11-15&AllRegions=true',
  });
  const identity = await credentials();
  const signer = new SignatureV4({ service: 'ec2', region, credentials: identity, sha256: Sha256 });
  request.headers = (await signer.sign(request)).headers;
  const { response } = await sts.config.requestHandler.handle(request);
  const body = await readBody(response.body);
  return readRegions(body, response.statusCode);
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof RegionsError)) return error instanceof Error && 'code' in error;
  return error.$metadata.httpStatusCode >= 500 || /limit|throttl/i.test(error.name);
}

async function endpointOf({ config }: STSClient, region: string): Promise<string> {
  const configured = await loadConfig({
    environmentVariableSelector: (variables) =>
      filled(variables['AWS_ENDPOINT_URL_EC2']) ?? filled(variables['AWS_ENDPOINT_URL']),
    configFileSelector: (section) => filled(section['endpoint_url']),
    default: '',
  })();
  if (configured !== '') return configured;
  const fips = (await config.useFipsEndpoint()) ? '-fips' : '';
  const { dnsSuffix, dualStackDnsSuffix } = partition(region);
  const dual = await config.useDualstackEndpoint();
  return `https://ec2${fips}.${region}.${dual ? dualStackDnsSuffix : dnsSuffix}`;
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

async function readBody(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > longestAnswer) throw new RegionsError('UnexpectedAnswer', 'too long', 0);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
