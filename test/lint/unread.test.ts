import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/read/input/json.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';
import { kmslint } from '../support/cli/run-main.ts';
import {
  arnOf,
  buildSnapshot,
  keyId,
  ok,
  otherId,
  printSnapshot,
  refused,
  rotating,
  rsa,
  type KeySpec,
} from '../support/build/snapshot-builder.ts';

const bare = { GetKeyRotationStatus: null, GetKeyPolicy: null, ListResourceTags: null };
const locked: KeySpec = { id: otherId, answers: { DescribeKey: refused(), ...bare } };
const healthy: KeySpec = { answers: { GetKeyRotationStatus: rotating() } };
const lonely: KeySpec = { metadata: rsa };

function judge(snapshot: JsonObject, ...argv: readonly string[]) {
  return inScratch({ 's.json': printSnapshot(snapshot) }, (directory) =>
    kmslint(directory, ['s.json', '--no-config', ...argv]),
  );
}

async function report(snapshot: JsonObject, ...argv: readonly string[]) {
  const { code, out } = await judge(snapshot, '-f', 'json', ...argv);
  return { code, ...JSON.parse(out) };
}

describe('a key that may not be described', () => {
  const snapshot = buildSnapshot({ keys: [healthy, locked] });

  test('is one line, exit 3, and not among the keys judged', async () => {
    const { code, out } = await judge(snapshot);
    expect(code).toBe(3);
    expect(out).toMatch(/^not read\n\n {2}s\.json: DescribeKey of \S+654321: AWS denied[^\n]*\n\n/);
    expect(out).toMatch(/\n0 findings · 1 not read · 1 key judged\n$/);
  });

  test.each([
    ['text', 1],
    ['markdown', 1],
    ['html', 1],
    ['json', 1],
    ['github', 1],
    ['junit', 1],
    // A message, and the name of its place.
    ['sarif', 2],
    // Lists of findings hold no gaps.
    ['gitlab', 0],
    ['csv', 0],
  ])('is told once in %s', async (format, times) => {
    const { out } = await judge(snapshot, '-f', format);
    expect(out).not.toContain('(DescribeKey: AWS denied');
    expect(out.match(/DescribeKey of (?:\S+:key\/)?\S*654321/g) ?? []).toHaveLength(times);
  });

  test('has its keys and their count in JSON', async () => {
    const { gaps, summary } = await report(snapshot);
    expect(gaps).toMatchObject([
      { count: 1, keys: [arnOf(otherId)], subject: '111122223333/eu-west-1/DescribeKey' },
    ]);
    expect(summary).toMatchObject({ open: 0, gaps: 1, keys: 1 });
  });

  test('has each verdict under --all, and leaves the others as they are', async () => {
    const [with_, without] = await Promise.all([
      report(snapshot, '--all'),
      report(buildSnapshot({ keys: [healthy] }), '--all'),
    ]);
    const of = ({ findings }: { findings: readonly { subject: string }[] }, arn: string) =>
      findings.filter(({ subject }) => subject === arn);
    expect(of(with_, arnOf(otherId)).length).toBeGreaterThan(5);
    expect(of(with_, arnOf(keyId))).toEqual(of(without, arnOf(keyId)));
  });

  test('fails a run that asks for decisions, and is no reason for a rule that needs nothing of it', async () => {
    expect((await judge(snapshot, '--fail-on-open')).code).toBe(1);
    expect((await judge(snapshot, '--allow-gaps', '--fail-on-open')).code).toBe(1);
    expect((await judge(snapshot, '--allow-gaps')).code).toBe(0);
  });
});

describe('a refused answer', () => {
  test('about the tags of one key takes no verdict from another', async () => {
    const tags = {
      id: otherId,
      answers: { ListResourceTags: refused(), GetKeyRotationStatus: rotating() },
    };
    const { code, findings, gaps } = await report(buildSnapshot({ keys: [lonely, tags] }));
    expect(code).toBe(1);
    expect(findings).toMatchObject([
      { ruleId: 'manual-rotation-alias-missing', kind: 'fail', subject: arnOf(keyId) },
    ]);
    expect(gaps).toMatchObject([{ keys: [arnOf(otherId)] }]);
  });

  test('that no chosen rule needs is no gap', async () => {
    const answers = { ListResourceTags: refused(), GetKeyRotationStatus: rotating() };
    const snapshot = buildSnapshot({ keys: [{ answers }], top: { ListAliases: refused() } });
    expect((await judge(snapshot)).code).toBe(3);
    expect((await judge(snapshot, '--rule', 'rotation-disabled')).code).toBe(0);
  });

  test('about a list is one gap, however many verdicts it leaves open', async () => {
    const keys = [lonely, { ...lonely, id: otherId }];
    const snapshot = buildSnapshot({ keys, top: { ListAliases: refused('ThrottlingException') } });
    const { code, findings, gaps } = await report(snapshot);
    expect([code, findings]).toEqual([3, []]);
    expect(gaps).toMatchObject([
      { reason: 'throttled', count: 1, keys: [], subject: '111122223333/eu-west-1/ListAliases' },
    ]);
  });

  test('beside another doubt leaves the verdict in the report', async () => {
    const metadata = { Origin: 'EXAMPLE_STORE' };
    const snapshot = buildSnapshot({ keys: [{ metadata }], top: { ListAliases: refused() } });
    const { findings } = await report(snapshot, '--rule', 'manual-rotation-alias-missing');
    expect(findings).toMatchObject([{ kind: 'open' }]);
  });

  test('that a stopped scan never asked for is told by its end', async () => {
    const top = {
      stopped: { name: 'DeadlineError', message: 'the deadline came', status: null },
      ListKeys: ok({ count: 2 }),
    };
    const answers = { GetKeyRotationStatus: null, GetKeyPolicy: null, ListResourceTags: null };
    const left = { id: otherId, answers: { DescribeKey: null, ...bare } };
    const { code, findings, gaps } = await report(
      buildSnapshot({ keys: [{ answers }, left], top }),
    );
    expect([code, findings]).toEqual([3, []]);
    expect(gaps).toMatchObject([
      { keys: [arnOf(otherId)], subject: '111122223333/eu-west-1/scan' },
    ]);
  });
});

test('an accepted gap excuses its verdicts, and what is left of it is told anew', () => {
  const third = { ...locked, id: otherId.replace(/^0/, '1') };
  const snapshot = buildSnapshot({ keys: [locked, third, healthy] });
  const accept = (subject: string) => ({
    suppressions: [{ rule: 'unread', subject, reason: 'its owner keeps it closed' }],
  });
  const run = (subject: string, ...argv: readonly string[]) =>
    inScratch(
      {
        '.git/HEAD': '',
        's.json': printSnapshot(snapshot),
        'kmslint.config.json': JSON.stringify(accept(subject)),
      },
      (directory) => kmslint(directory, ['s.json', ...argv]),
    );
  return Promise.all([
    run('111122223333/eu-west-1/DescribeKey', '--fail-on-open').then(({ code, out }) => {
      expect([code, out]).toEqual([0, '0 findings · 2 suppressed · 1 key judged\n']);
    }),
    run(arnOf(otherId), '--fail-on-open').then(({ code }) => expect(code).toBe(1)),
    run(arnOf(otherId)).then(({ code, out }) => {
      expect(code).toBe(3);
      expect(out).toContain(`DescribeKey of ${arnOf(third.id)}: AWS denied`);
      expect(out).not.toContain(arnOf(otherId));
    }),
  ]);
});

test('an entry of the baseline outlives a scan that was refused', () =>
  inScratch({}, async (directory) => {
    const failing = buildSnapshot({ keys: [{}] });
    const refusing = buildSnapshot({ keys: [{ ...locked, id: keyId }] });
    const run = (snapshot: JsonObject, ...argv: readonly string[]) => {
      writeFileSync(join(directory, 's.json'), printSnapshot(snapshot));
      return kmslint(directory, ['s.json', '--no-config', '--baseline', 'b.json', ...argv]);
    };
    await run(failing, '--update-baseline');
    const { err, code } = await run(refusing, '--update-baseline');
    expect([code, err]).toEqual([3, 'b.json: 0 added, 0 removed, 1 kept\n']);
    expect((await run(failing)).code).toBe(0);
  }));
