import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What the Authorization header of a signed request says. */
export interface Signed {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly headers: readonly string[];
  readonly signature: string;
}

export function readAuthorization(header: string | undefined): Signed | null {
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
  const [, accessKeyId, date, region, service, headers, signature] =
    pattern.exec(header ?? '') ?? [];
  if (accessKeyId === undefined || date === undefined || region === undefined) return null;
  if (service === undefined || headers === undefined || signature === undefined) return null;
  return { accessKeyId, date, region, service, headers: headers.split(';'), signature };
}

/** Signature Version 4 of a POST to `/`, worked out from AWS's description and not by the code under test. */
export function signatureOf(
  { date, region, service, headers: names }: Signed,
  headers: IncomingHttpHeaders,
  body: string,
  secret: string,
): string {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const mac = (key: string | Buffer, text: string) =>
    createHmac('sha256', key).update(text).digest();
  const lines = names.map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`).join('');
  const canonical = ['POST', '/', '', lines, names.join(';'), hash(body)].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash(canonical)].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(mac, `AWS4${secret}`);
  return mac(key, text).toString('hex');
}
