import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { rules } from '../../../rules/index.ts';
import { InputError } from '../../errors.ts';
import { loadConfig } from '../../lint/config/index.ts';
import type { Gap } from '../../model/inventory.ts';
import { explain } from '../../read/input/load.ts';
import { tellError } from '../../record/aws/sdk/error.ts';
import type { Unlisted } from '../../record/targets/organization.ts';
import type { Rule } from '../../rule/rule.ts';
import { escapeText } from '../../text/escape.ts';
import { checkCommand, type CheckArguments } from './check.ts';
import { factsOf } from '../options/facts.ts';
import type { Io } from '../streams/io.ts';
import { readTargets } from '../streams/outputs.ts';
import { readScanPlan, scanInto, type ScanPlan, type Wanted } from '../targets/record-targets.ts';
import type { ScanArguments } from '../targets/scan-options.ts';
import { selectRules } from '../options/select.ts';

/** Where `snapshot` writes to, unless the command line says otherwise. */
const usualDirectory = 'snapshots';

/**
 * `kmslint scan`: records live accounts and judges the snapshots, like `kmslint DIR` would. They are kept where
 * --snapshot-dir or --resume name a directory.
 */
export async function scanCommand(
  args: CheckArguments & ScanArguments,
  argv: readonly string[],
  io: Io,
): Promise<number> {
  const plan = readScanPlan(args, io);
  readTargets(args.format, args.output);
  refuseMissing(args.previous, plan, io);
  const chosen = selectRules(rules, args.rule, args.skipRule);
  const wanted = await wantedFor(chosen, args, io);
  const directory = plan.directory ?? mkdtempSync(join(tmpdir(), 'kmslint-'));
  try {
    const { recorded, unlisted } = await scanInto(directory, plan, wanted, args, io);
    const judged = {
      ...args,
      inputs: recorded.map(({ name }) => join(directory, name)),
      shownFrom: plan.directory === null ? directory : io.directory,
      gaps: unlisted.map(gapOf),
      // Its accounts alone were recorded.
      shard: undefined,
    };
    return await checkCommand(judged, argv, io);
  } finally {
    if (plan.directory === null) rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * What is to be compared with is missed before anything is read, and not hours later. The directory of the snapshots may
 * be made by this scan.
 * @throws InputError
 */
function refuseMissing(previous: readonly string[], { directory }: ScanPlan, io: Io): void {
  for (const path of previous) {
    const place = resolve(io.directory, path);
    if (place === directory) continue;
    try {
      statSync(place);
    } catch (error) {
      throw new InputError(path, explain(error), 'check the path');
    }
  }
}

/** `kmslint snapshot`: records live accounts, judges nothing, and names each file. */
export async function snapshotCommand(
  args: ScanArguments & ConfigArguments,
  io: Io,
): Promise<0 | 3> {
  const named = readScanPlan(args, io);
  const directory = named.directory ?? resolve(io.directory, usualDirectory);
  const plan = { ...named, directory };
  const wanted = await wantedFor(rules, args, io);
  const { recorded, unlisted } = await scanInto(directory, plan, wanted, args, io);
  for (const { name } of recorded) {
    io.stdout.write(`${escapeText(relative(io.directory, join(directory, name)))}\n`);
  }
  const isWhole = unlisted.length === 0 && recorded.every(({ unread }) => unread.length === 0);
  return isWhole ? 0 : 3;
}

type ConfigArguments = Pick<CheckArguments, 'config'>;

/** What the rules want to be read, with the options that the configuration gives them. */
async function wantedFor(
  chosen: readonly Rule[],
  { config: given, grants }: ConfigArguments & Pick<ScanArguments, 'grants'>,
  { directory }: Io,
): Promise<Wanted> {
  const config = await loadConfig(directory, given);
  return {
    facts: factsOf(chosen, { config, grants }),
    versionPatterns: config?.versionPatterns ?? [],
  };
}

function gapOf({ what, error }: Unlisted): Gap {
  return {
    scope: what,
    reason: error.name.startsWith('AccessDenied') ? 'access-denied' : 'failed-request',
    what: `${what}: not listed: ${tellError(error)}`,
    hides: [],
    at: { kind: 'live', path: null, arn: what, call: 'organizations' },
  };
}
