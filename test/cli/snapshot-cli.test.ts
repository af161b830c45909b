import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import {
  arnOf,
  buildSnapshot,
  keyId,
  otherId,
  printSnapshot,
  refused,
  rotating,
} from '../support/build/snapshot-builder.ts';
import { inFolder, streamOf, type Files } from '../support/build/snapshot-files.ts';

const snapshot = buildSnapshot({
  keys: [{}, { id: otherId, answers: { GetKeyRotationStatus: rotating() } }],
  aliases: { app: keyId },
});
const text = printSnapshot(snapshot);

describe('the command line', () => {
  const run = (files: Files, ...argv: readonly string[]) =>
    inFolder(files, async (directory) => {
      let out = '';
      const stdout = { write: (chunk: string) => (out += chunk) };
      const stderr = { write: (chunk: string) => (out += chunk) };
      const code = await main([...argv], {
        stdin: streamOf(''),
        stdout,
        stderr,
        directory,
        env: {},
      });
      return { code, out };
    });
  const earlier = printSnapshot(
    buildSnapshot({
      keys: [{ answers: { GetKeyRotationStatus: rotating() } }],
      startedAt: '2026-01-30T06:00:00.000Z',
    }),
  );

  test('judges a snapshot, and what changed since an earlier one', async () => {
    const { code, out } = await run(
      { 'now.json': text, 'old/then.json': earlier },
      'now.json',
      '--previous',
      'old',
    );
    expect(code).toBe(1);
    expect(out).toContain('rotation was on and is turned off');
    expect(out).toContain(arnOf(keyId));
    expect(
      (await run({ 'now.json': text, 'then.json': earlier }, 'now.json', '--previous=then.json'))
        .out,
    ).toContain('turned off');
  });

  test('refuses an earlier state that is no snapshot', async () => {
    const plan = '{"format_version":"1.2","planned_values":{}}';
    const { code, out } = await run(
      { 'now.json': text, 'plan.json': plan },
      'now.json',
      '--previous',
      'plan.json',
    );
    expect([code, out]).toEqual([
      2,
      expect.stringContaining('--previous plan.json: no snapshot and no state found'),
    ]);
  });

  test('a list that was refused makes exit code 3, and not with --allow-gaps', async () => {
    const gap = printSnapshot(buildSnapshot({ top: { ListAliases: refused() } }));
    expect((await run({ 'a.json': gap }, 'a.json')).code).toBe(3);
    expect((await run({ 'a.json': gap }, 'a.json', '--allow-gaps')).code).toBe(0);
  });

  test('reports the same failures with and without every verdict', async () => {
    const findings = async (...argv: string[]) => {
      const { out } = await run({ 'a.json': text }, 'a.json', '-f', 'json', ...argv);
      const report: { findings: { kind: string; fingerprint: string }[] } = JSON.parse(out);
      return report.findings;
    };
    const all = await findings('--all');
    expect(all.some(({ kind }) => kind === 'pass')).toBe(true);
    const reported = all.filter(({ kind }) => kind === 'fail' || kind === 'open');
    expect(await findings()).toEqual(reported);
    expect(reported.length).toBeGreaterThan(0);
  });

  test('gives SARIF the snapshot as the place of every result', async () => {
    const { out } = await run({ 'a.json': text }, 'a.json', '-f', 'sarif');
    const log: {
      runs: {
        results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[];
      }[];
    } = JSON.parse(out);
    const uris = log.runs.flatMap(({ results }) =>
      results.flatMap(({ locations }) =>
        locations.map((l) => l.physicalLocation.artifactLocation.uri),
      ),
    );
    expect(uris.length).toBeGreaterThan(0);
    expect(new Set(uris)).toEqual(new Set(['a.json']));
  });
});
