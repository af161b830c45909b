import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { checkCommand, type CheckArguments } from '../../src/cli/commands/check.ts';
import { UserError } from '../../src/errors.ts';
import { doTask, type Sharing } from '../../src/lint/accounts/crossing.ts';
import { formats } from '../../src/report/format.ts';
import { accounts } from '../support/build/organisation.ts';
import { buildPlan } from '../support/build/plan-builder.ts';
import { keyId } from '../support/build/snapshot-builder.ts';
import { inScratch } from '../support/judge/hcl-oracle.ts';
import { oldKey } from '../support/judge/judge-plan.ts';
import { filesOf, organisations } from '../support/laws/organisations.ts';

// Any number of threads, the same bytes. What a thread does is done here, on copies of what it would be sent, and ends in
// any order; test/cli/threads.test.ts does the same with threads.

/** Ends tasks by turns that `late` tells, so that a later one may end sooner. */
function fakeThreads(count: number, late: (turn: number) => number): Sharing {
  let turn = 0;
  return {
    count: () => count,
    open: async (_, setting) => ({
      judge: async (task) => {
        const turns = late(turn++);
        const done = await doTask(structuredClone(task), structuredClone(setting));
        for (let i = 0; i < turns; i++) await new Promise(setImmediate);
        return structuredClone(done);
      },
    }),
  };
}

// Reports tell the time.
beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 5, 15) }));
afterAll(() => void vi.useRealTimers());

const worlds = fc.record({
  snapshots: organisations,
  hasPlan: fc.boolean(),
  hasConfig: fc.boolean(),
  hasEarlier: fc.boolean(),
  hasBaseline: fc.boolean(),
  isBroken: fc.boolean(),
  all: fc.boolean(),
});

type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

const config = {
  rules: { 'rotation-disabled': 'low' },
  ignore: { subjects: ['*us-east-1*:alias/*'] },
  suppressions: [
    { rule: 'rotation-disabled', subject: `*${accounts[1]}*`, reason: 'accepted' },
    { rule: 'key-policy-malformed', alias: 'alias/app-*', subject: 'arn:*', reason: 'known' },
    { rule: 'rotation-stalled', subject: 'arn:*', reason: 'of no use' },
    { rule: 'unread', subject: '*GetKeyPolicy*', reason: 'denied' },
  ],
};

function worldOf({ snapshots, hasPlan, hasConfig, hasEarlier, isBroken }: World) {
  const earlier = hasEarlier ? filesOf(snapshots.slice(0, 2), '2025-01-31T06:00:00.000Z') : {};
  return {
    '.git/HEAD': '',
    ...(hasConfig ? { 'kmslint.config.json': JSON.stringify(config) } : {}),
    ...(isBroken ? { 'now/torn.json': '{"kmslintSnapshot":1,"tool' } : {}),
    ...(hasPlan
      ? { 'now/plan.json': JSON.stringify(buildPlan({ resources: [oldKey('app', keyId)] })) }
      : {}),
    ...under('now', filesOf(snapshots)),
    ...under('earlier', earlier),
  };
}

function under<T>(folder: string, files: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(files).map(([name, one]) => [`${folder}/${name}`, one]));
}

/** Every report of a world, and how the run ended. */
async function reportsOf(world: World, sharing: Sharing) {
  return await inScratch({ ...worldOf(world), 'out/.keep': '' }, async (directory) => {
    let told = '';
    const say = { write: (text: string) => (told += text) };
    const io = { stdin: (async function* () {})(), stdout: say, stderr: say, directory, env: {} };
    const args: CheckArguments = {
      inputs: ['now'],
      format: [...formats.map((format) => `${format}=out/${format}`), 'html=out/pages/'],
      rule: [],
      skipRule: [],
      updateBaseline: world.hasBaseline,
      ...(world.hasBaseline ? { baseline: 'b.json' } : {}),
      configSuppressions: true,
      inlineSuppressions: true,
      previous: world.hasEarlier ? ['earlier'] : [],
      unmanaged: world.hasPlan,
      all: world.all,
      quiet: false,
      verbose: false,
      color: false,
      runId: 'run-1',
    };
    const code = await checkCommand(args, [], io, { ...sharing, close: async () => {} }).catch(
      (error: unknown) => {
        if (error instanceof UserError) return error.message;
        throw error;
      },
    );
    return { code, told, files: filesUnder(directory) };
  });
}

function filesUnder(directory: string): Record<string, string> {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    names
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(directory.length), readFileSync(path, 'latin1')]),
  );
}

/** What is rare among worlds: each account has faults, and the plan has those of one of them. */
const everything: World = {
  snapshots: accounts.map((account) => ({
    account,
    region: 'eu-west-1',
    isRotating: false,
    hasTwo: true,
    isDenied: true,
    hasReplica: true,
    isGzip: false,
  })),
  hasPlan: true,
  hasConfig: true,
  hasEarlier: true,
  hasBaseline: false,
  isBroken: true,
  all: true,
};

test('any number of threads gives the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      worlds,
      fc.integer({ min: 2, max: 5 }),
      fc.func(fc.nat(6)),
      async (world, count, late) => {
        const alone = await reportsOf(
          world,
          fakeThreads(1, () => 0),
        );
        expect(await reportsOf(world, fakeThreads(count, late))).toEqual(alone);
      },
    ),
    { numRuns: 8, examples: [[everything, 3, (turn: number) => 3 - turn]] },
  );
});
