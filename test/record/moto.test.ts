import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyRotationCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
  type CreateKeyCommandInput,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { elementsOf, member, textMember } from '../../src/read/input/json.ts';
import { quietSdk } from '../../src/record/aws/sdk/quiet.ts';
import {
  base,
  makeOrganisation,
  regions,
  withoutKeyStores,
} from '../support/aws/moto-organisation.ts';
import { filesBelow } from '../support/aws/kept.ts';
import { motoMissing, startMoto, type MotoServer } from '../support/aws/moto-server.ts';
import {
  gapsOf,
  parse,
  restoreEnvironment,
  runInProcess,
  setEnvironment,
  verdictsOf,
  type ScanRun,
} from '../support/aws/run-scan.ts';

/** moto takes no ARN everywhere. */
const idOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);

const missing = motoMissing();
if (missing !== null) process.stdout.write(`skipped: scans of moto_server: ${missing}\n`);

describe.skipIf(missing !== null)('moto_server', () => {
  let moto: MotoServer;
  let directory: string;
  beforeAll(async () => {
    setEnvironment();
    quietSdk();
    directory = mkdtempSync(join(tmpdir(), 'kmslint-moto-'));
    moto = await startMoto(directory);
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true, force: true });
    await moto.stop();
    restoreEnvironment();
  });

  const clientOf = (region: string, credentials = base) =>
    new KMSClient({ endpoint: moto.url, region, credentials });
  const create = async (kms: KMSClient, input: CreateKeyCommandInput = {}) => {
    const { KeyMetadata: made } = await kms.send(
      new CreateKeyCommand({ MultiRegion: false, ...input }),
    );
    return made?.Arn ?? '';
  };
  const run = (...args: readonly string[]): Promise<ScanRun> =>
    runInProcess([...args, '--endpoint-url', moto.url], directory);

  test('keys of several kinds are judged; what moto does not know is open or a gap', async () => {
    const kms = clientOf('eu-west-3');
    const rsa = { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' } as const;
    const keys = {
      off: await create(kms),
      on: await create(kms),
      stalled: await create(kms),
      bare: await create(kms, rsa),
      named: await create(kms, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }),
      imported: await create(kms, { Origin: 'EXTERNAL' }),
      deleted: await create(kms),
    };
    for (const KeyId of [keys.on, keys.stalled])
      await kms.send(new EnableKeyRotationCommand({ KeyId }));
    await kms.send(new DisableKeyCommand({ KeyId: idOf(keys.stalled) }));
    await kms.send(
      new CreateAliasCommand({ AliasName: 'alias/named', TargetKeyId: idOf(keys.named) }),
    );
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: idOf(keys.deleted) }));
    const result = await run('scan', '--region', 'eu-west-3', '--all', '-f', 'json');
    const found = elementsOf(member(parse(result.stdout), 'findings'));
    const answer = (rule: string, key: string) =>
      found
        .filter((one) => textMember(one, 'ruleId') === rule && textMember(one, 'subject') === key)
        .map((one) => textMember(one, 'kind'))
        .join();
    expect(answer('rotation-disabled', keys.off)).toBe('fail');
    expect(answer('rotation-disabled', keys.on)).toBe('pass');
    expect(answer('rotation-disabled', keys.bare)).toBe('notApplicable');
    expect(answer('rotation-disabled', keys.imported)).toBe('notApplicable');
    expect(answer('rotation-disabled', keys.deleted)).toBe('notApplicable');
    expect(answer('rotation-stalled', keys.stalled)).toBe('fail');
    expect(answer('manual-rotation-alias-missing', keys.bare)).toBe('fail');
    expect(answer('manual-rotation-alias-missing', keys.named)).toBe('pass');
    // moto says that rotation is on and not how often.
    expect(answer('rotation-period-out-of-range', keys.on)).toBe('open');
    expect(gapsOf(result.stdout)).toEqual([expect.stringContaining('DescribeCustomKeyStores')]);
    expect(found.some((one) => textMember(one, 'ruleId') === 'key-store-under-two-hsms')).toBe(
      false,
    );
  });

  test('fifty accounts, four Regions each, in two shards: the union equals the whole', async () => {
    await makeOrganisation(moto.url, 50);
    const scan = [
      'scan',
      '--org',
      '--assume-role',
      'arn:aws:iam::{account}:role/audit',
      ...regions.flatMap((region) => ['--region', region]),
      ...withoutKeyStores,
      '--all',
      '-f',
      'json',
    ];
    const whole = await run(...scan);
    expect(member(member(parse(whole.stdout), 'summary'), 'keys')).toBe(201);
    expect(gapsOf(whole.stdout)).toEqual([]);
    const counts = [];
    for (const shard of ['1/2', '2/2']) {
      await run(...scan, '--shard', shard, '--snapshot-dir', 'shards');
      counts.push(filesBelow(join(directory, 'shards')).length);
    }
    expect(counts[0]).toBeGreaterThan(70);
    expect(counts[0]).toBeLessThan(130);
    expect(counts[1]).toBe(200);
    const skipped = scan.slice(scan.indexOf('--skip-rule'));
    const union = await runInProcess(['shards', ...skipped], directory);
    expect(verdictsOf(union.stdout)).toEqual(verdictsOf(whole.stdout));
    expect(union.code).toBe(whole.code);
    expect(whole.code).toBe(1);
  });
});
