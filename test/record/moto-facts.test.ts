import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { elementsOf, isArray, isObject, member, textMember } from '../../src/read/input/json.ts';
import type { Json } from '../../src/read/input/resource.ts';
import { readKept } from '../support/aws/kept.ts';
import { motoMissing, python, startMoto, type MotoServer } from '../support/aws/moto-server.ts';
import {
  parse,
  restoreEnvironment,
  runInProcess,
  setEnvironment,
} from '../support/aws/run-scan.ts';

const missing = motoMissing();
if (missing !== null) process.stdout.write(`skipped: keys as boto3 tells them: ${missing}\n`);

const maker = fileURLToPath(new URL('../support/aws/moto-keys.py', import.meta.url));
const count = 200;
/** moto answers one request after the other. */
const timeout = 300_000;

describe.skipIf(missing !== null)('a snapshot of moto_server', () => {
  let moto: MotoServer;
  let directory: string;
  beforeAll(async () => {
    setEnvironment();
    directory = mkdtempSync(join(tmpdir(), 'kmslint-moto-'));
    moto = await startMoto(directory);
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true, force: true });
    await moto.stop();
    restoreEnvironment();
  });

  test(
    `holds tags, grants and rotations of ${count} keys as boto3 tells them`,
    { timeout },
    async () => {
      const region = 'eu-west-2';
      const { stdout } = await promisify(execFile)(python, [maker, moto.url, region, `${count}`], {
        maxBuffer: 1e8,
      });
      const told = new Map(elementsOf(parse(stdout)).map((one) => [textMember(one, 'key'), one]));
      const run = await runInProcess(
        ['snapshot', '--region', region, '--grants', '--history', '--endpoint-url', moto.url],
        directory,
      );
      // moto knows no key stores, which makes the snapshot one with a gap.
      expect(run.code).toBe(3);
      const snapshot = parse(readKept(join(directory, run.stdout.trim())));
      const keys = elementsOf(member(snapshot, 'keys'));
      expect(keys).toHaveLength(count);
      for (const key of keys) {
        const list = (call: string, name: string): Json =>
          plain(member(member(member(key, call), 'ok'), name) ?? null);
        expect({
          key: textMember(key, 'KeyId'),
          tags: list('ListResourceTags', 'Tags'),
          grants: list('ListGrants', 'Grants'),
          rotations: list('ListKeyRotations', 'Rotations'),
        }).toEqual(plain(told.get(textMember(key, 'KeyId')) ?? null));
      }
      const all = [...told.values()];
      for (const name of ['tags', 'grants', 'rotations']) {
        const lengths = all.map((one) => elementsOf(member(one, name)).length);
        expect([name, Math.max(...lengths) > 1, lengths.includes(0)]).toEqual([name, true, true]);
      }
    },
  );
});

/** Without what moto gives as null and boto3 leaves out, and with times in whole seconds. */
function plain(json: Json): Json {
  if (isArray(json)) return json.map(plain);
  if (!isObject(json)) return json;
  return Object.fromEntries(
    Object.entries(json)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, name.endsWith('Date') ? secondsOf(value) : plain(value)]),
  );
}

function secondsOf(time: Json): Json {
  if (typeof time === 'number') return Math.trunc(time);
  return typeof time === 'string' ? Math.trunc(Date.parse(time) / 1000) : time;
}
