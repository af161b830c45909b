import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, readModel } from '../support/aws/aws-model.ts';
import type { Json } from '../../src/read/input/resource.ts';
import { exampleFailures } from '../support/judge/failures.ts';
import { runScript, type Programs } from '../support/runbook/script.ts';

// The commands of remedies with AWS's own command line: it knows their options and sends what AWS takes.

const installed = fileURLToPath(new URL('../../.venv/bin/aws', import.meta.url));

function whyNot(): string | null {
  if (process.env['KMSLINT_MOTO'] !== '1') return '`npm run test:moto` runs it';
  return existsSync(installed) ? null : 'there is no .venv/bin/aws; `.ci/moto` installs it';
}

const missing = whyNot();
if (missing !== null) process.stderr.write(`skipped: ${missing}\n`);

/** What a person decides. */
const answers = {
  ALIAS_NAME: 'alias/application-current',
  NEW_ALIAS: 'alias/application',
  NEW_KEY_ID: '1234abcd-12ab-34cd-56ef-1234567890ab',
  NEW_TEXT: 'ExampleText',
  TAG_VALUE: 'ExampleValue',
  AVAILABILITY_ZONE: 'eu-west-1c',
  KMSUSER_PASSWORD: 'ExamplePassword1',
  NEW_CLUSTER_ID: 'cluster-1a23b4cdefg',
};

interface Sent {
  readonly service: 'kms' | 'cloudhsmv2' | 'accessanalyzer';
  readonly operation: string;
  readonly body: Json;
}

const sent: Sent[] = [];

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts).toString('utf8');
    sent.push(toSent(request, JSON.parse(body === '' ? '{}' : body)));
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end('{}');
  });
});

function toSent({ headers, url }: IncomingMessage, body: Json): Sent {
  const target = String(headers['x-amz-target'] ?? '');
  const operation = target.split('.').at(-1) ?? '';
  if (target.startsWith('TrentService')) return { service: 'kms', operation, body };
  if (target.startsWith('BaldrApiService')) return { service: 'cloudhsmv2', operation, body };
  return {
    service: 'accessanalyzer',
    operation: url === '/policy/validation' ? 'ValidatePolicy' : '',
    body,
  };
}

describe.skipIf(missing !== null)('with the AWS CLI', () => {
  const directory = mkdtempSync(join(tmpdir(), 'kmslint-remedies-'));
  const programs: Programs = { path: join(directory, 'programs'), answers };
  let url = '';

  beforeAll(async () => {
    mkdirSync(programs.path);
    for (const [name, text] of [
      ['aws', `exec '${installed}' "$@"`],
      ['terraform', 'exit 0'],
    ] as const) {
      writeFileSync(join(programs.path, name), `#!/bin/sh\n${text}\n`);
      chmodSync(join(programs.path, name), 0o755);
    }
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : '';
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(directory, { recursive: true, force: true });
  });

  it('every distinct command is one that AWS takes', { timeout: 600_000 }, async () => {
    const failures = await exampleFailures();
    const scripts = new Map(
      failures.flatMap(({ name, finding }) =>
        (finding.remedy ?? [])
          .filter(({ language }) => language === 'sh')
          .map(({ lines }): readonly [string, string] => [
            // What the KMS documentation has for an example is no id by CloudHSM's own pattern.
            lines.join('\n').replaceAll('cluster-1a23b4cdefg', 'cluster-igklspoyj5v'),
            name,
          ]),
      ),
    );
    const files = ['EncryptedKeyMaterial.bin', 'ImportToken.bin', 'key-policy.json'];
    const prepared = files.map((name) => `printf '{}' > ${name}`);
    const script = [
      `cd '${directory}'`,
      ...prepared,
      ...[...scripts].flatMap(([text, name]) => [`echo '${name}' >&2`, text]),
    ];
    const { code, stderr } = await runScript(`set -eu\n${script.join('\n')}\n`, programs, {
      ...answers,
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'ExampleKeyId',
      AWS_SECRET_ACCESS_KEY: 'ExampleSecret',
    });
    expect([stderr.split('\n').slice(-4), code]).toEqual([expect.anything(), 0]);
    const commands = [...scripts.keys()].join('\n').match(/^aws /gm) ?? [];
    expect(commands.length).toBeGreaterThan(30);
    expect(sent.length).toBe(commands.length);
    const models = new Map(
      (['kms', 'cloudhsmv2', 'accessanalyzer'] as const).map((name) => [name, readModel(name)]),
    );
    const faults = sent.flatMap(({ service, operation, body }) =>
      faultsOf(models.get(service) ?? {}, operation, body),
    );
    expect(faults).toEqual([]);
    process.stderr.write(`${sent.length} commands of remedies were taken\n`);
  });
});
