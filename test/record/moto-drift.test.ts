import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  KMSClient,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { elementsOf, member, textMember } from '../../src/read/input/json.ts';
import { buildPlan, constant } from '../support/build/plan-builder.ts';
import { motoMissing, startMoto, type MotoServer } from '../support/aws/moto-server.ts';
import {
  parse,
  restoreEnvironment,
  runInProcess,
  setEnvironment,
} from '../support/aws/run-scan.ts';

const missing = motoMissing();
if (missing !== null) process.stdout.write(`skipped: an account changed by hand: ${missing}\n`);

const region = 'eu-west-2';

interface Made {
  readonly id: string;
  readonly arn: string;
  readonly policy: string;
}

describe.skipIf(missing !== null)('a plan beside an account of moto_server', () => {
  let moto: MotoServer;
  let directory: string;
  let kms: KMSClient;
  beforeAll(async () => {
    setEnvironment();
    directory = mkdtempSync(join(tmpdir(), 'kmslint-moto-'));
    moto = await startMoto(directory);
    kms = new KMSClient({ region, endpoint: moto.url });
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true, force: true });
    await moto.stop();
    restoreEnvironment();
  });

  /** A key that rotates, with an alias. */
  const make = async (name: string): Promise<Made> => {
    const { KeyMetadata: metadata } = await kms.send(new CreateKeyCommand({}));
    const id = metadata?.KeyId ?? '';
    await kms.send(new EnableKeyRotationCommand({ KeyId: id, RotationPeriodInDays: 180 }));
    await kms.send(new CreateAliasCommand({ AliasName: `alias/${name}`, TargetKeyId: id }));
    const { Policy: policy = '' } = await kms.send(
      new GetKeyPolicyCommand({ KeyId: id, PolicyName: 'default' }),
    );
    return { id, arn: metadata?.Arn ?? '', policy };
  };

  /** What Terraform tells of keys that it leaves as they are. */
  const planOf = (keys: Readonly<Record<string, Made>>): string =>
    JSON.stringify(
      buildPlan({
        top: { timestamp: '2020-01-01T00:00:00Z' },
        resources: Object.entries(keys).map(([name, { id, arn, policy }]) => {
          const rotation = { enable_key_rotation: true, rotation_period_in_days: 180 };
          const state = { id, key_id: id, arn, is_enabled: true, policy, ...rotation };
          const expressions = { enable_key_rotation: constant(true) };
          const frame = { type: 'aws_kms_key', name, actions: ['no-op'], expressions };
          return { ...frame, before: state, after: state };
        }),
      }),
    );

  /** Subjects of the findings of key-drifted, with what they say. */
  const drifted = async (): Promise<readonly string[]> => {
    const at = ['--region', region, '--endpoint-url', moto.url, '--snapshot-dir', 'account'];
    await runInProcess(['snapshot', ...at], directory);
    const inputs = ['plan.json', 'account', '--rule', 'key-drifted', '-f', 'json'];
    const { stdout } = await runInProcess(inputs, directory);
    return elementsOf(member(parse(stdout), 'findings'))
      .filter((finding) => textMember(finding, 'kind') === 'fail')
      .map((one) => `${textMember(one, 'subject') ?? ''}: ${textMember(one, 'message') ?? ''}`);
  };

  test('tells what was changed by hand, and nothing before', { timeout: 120_000 }, async () => {
    const made = { same: await make('same'), off: await make('off'), policy: await make('policy') };
    writeFileSync(join(directory, 'plan.json'), planOf(made));
    expect(await drifted()).toEqual([]);
    await kms.send(new DisableKeyRotationCommand({ KeyId: made.off.id }));
    const wider = made.policy.policy.replace('kms:*', 'kms:Decrypt');
    expect(wider).not.toBe(made.policy.policy);
    const { id: KeyId } = made.policy;
    await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: wider }));
    expect(await drifted()).toEqual([
      expect.stringMatching(/^aws_kms_key\.off: .*rotation/),
      expect.stringMatching(/^aws_kms_key\.policy: .*policy/),
    ]);
  });
});
