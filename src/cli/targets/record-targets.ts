import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { escapeText } from '../../text/escape.ts';
import { UserError } from '../../errors.ts';
import { explain } from '../../read/input/load.ts';
import type { Fact } from '../../model/facts.ts';
import { tellError } from '../../record/aws/sdk/error.ts';
import type { Expansion } from '../../record/targets/expand.ts';
import type { Recorded } from '../../record/index.ts';
import { quote } from '../../text/suggest.ts';
import { readDuration } from './duration.ts';
import { stopOnSignals } from './interrupt.ts';
import { mfaCodeFrom } from './mfa-code.ts';
import { hasProxy } from './proxies.ts';
import { readThreads } from './threads.ts';
import type { Io } from '../streams/io.ts';
import { openProgress } from '../progress/progress.ts';
import type { ScanArguments } from './scan-options.ts';
import { readSelection, type ReadSelection } from './selection.ts';

/** What the command line asks for, checked: nothing was sent yet. */
export interface ScanPlan {
  readonly selection: ReadSelection;
  readonly quotaShare: number;
  /** Milliseconds; null for no deadline. */
  readonly deadline: number | null;
  readonly endpoint: string | null;
  /** How many threads read at most. */
  readonly threads: number;
  /** Null where nobody can be asked for a code. */
  readonly mfaCode: ((device: string) => Promise<string>) | null;
  /** Absolute; null where snapshots are not kept. */
  readonly directory: string | null;
  readonly resume: boolean;
}

/** @throws UserError where an option is no such thing, or options do not go together */
export function readScanPlan(args: ScanArguments, io: Io): ScanPlan {
  const { snapshotDir, resume, quotaShare, endpointUrl = null } = args;
  if (!(quotaShare > 0 && quotaShare <= 1)) {
    throw new UserError(`--quota-share wants a number above 0 and up to 1, not ${quotaShare}`);
  }
  if (endpointUrl !== null && !/^https?:$/.test(protocolOf(endpointUrl))) {
    throw new UserError(`--endpoint-url wants an http or https address, not ${quote(endpointUrl)}`);
  }
  const [to, from] = [snapshotDir, resume].map((path) =>
    path === undefined ? null : resolve(io.directory, path),
  );
  if (typeof to === 'string' && typeof from === 'string' && to !== from) {
    throw new UserError('--resume goes on in its own directory; drop --snapshot-dir');
  }
  return {
    selection: readSelection(args, io.env),
    quotaShare,
    deadline: args.deadline === undefined ? null : readDuration(args.deadline, '--deadline'),
    endpoint: endpointUrl,
    threads: readThreads(args.threads),
    mfaCode: mfaCodeFrom(args.mfaCode, io),
    directory: from ?? to ?? null,
    resume: resume !== undefined,
  };
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : '';
}

/** What is read of each key. */
export interface Wanted {
  readonly facts: ReadonlySet<Fact>;
  readonly versionPatterns: readonly string[];
}

export interface Scanned {
  readonly recorded: readonly Recorded[];
  readonly unlisted: Expansion['unlisted'];
}

/**
 * Finds the targets and records each to its file in the directory: compressed and filed by date where it is kept.
 * @throws UserError where there are no credentials, or a file cannot be written
 */
export async function scanInto(
  directory: string,
  plan: ScanPlan,
  wanted: Wanted,
  args: ScanArguments,
  io: Io,
): Promise<Scanned> {
  const record = await import('../../record/index.ts');
  const { selection, endpoint, quotaShare, threads } = plan;
  const isKept = plan.directory !== null;
  makeDirectory(directory);
  const way = { endpoint, proxied: hasProxy(io.env) };
  await record.checkProfile(useProfile(args.profile, io));
  const connection = await record.openConnection(way, record.allSockets);
  try {
    // Somebody may be asked for a code: nothing else is to write to the terminal yet, and Ctrl-C ends it all.
    const cloud = await record.signIn(connection, regionFor(selection, io), plan.mfaCode);
    const stop = record.openStop();
    const release = stopOnSignals(stop, plan.deadline);
    const progress = await openProgress(io, args.quiet);
    try {
      const regions = selection.regions ?? [cloud.region];
      const { targets, unlisted, inactive } = await record.expand(cloud, { ...selection, regions });
      if (!args.quiet) tellLeftOut(unlisted, inactive, io);
      if (targets.length + unlisted.length === 0 && selection.shard === null) {
        throw new UserError(
          'no account and Region is left to read; check --account, --exclude-account and --ou',
        );
      }
      progress.start(targets.length);
      const recorded = await record.recordTargets(targets, {
        directory,
        gzip: args.gzip && isKept,
        dated: isKept,
        resume: plan.resume,
        options: { ...wanted, history: args.history, quotaShare },
        threads,
        connection,
        stop,
        watcher: progress,
      });
      return { recorded, unlisted };
    } finally {
      progress.close();
      release();
    }
  } finally {
    connection.close();
  }
}

/**
 * The profile of everything; null where none is named. The SDK looks for endpoints by AWS_PROFILE alone, whatever profile
 * a client is given: so `--profile` is set there, for all threads.
 */
function useProfile(given: string | undefined, { env }: Io): string | null {
  if (given !== undefined) process.env['AWS_PROFILE'] = given;
  const name = given ?? env['AWS_PROFILE'] ?? '';
  return name === '' ? null : name;
}

/** Where STS is asked: what the environment says goes first, for the Regions to read may be anywhere. */
function regionFor({ regions }: ReadSelection, { env }: Io): string | null {
  const configured = [env['AWS_REGION'], env['AWS_DEFAULT_REGION']].find(
    (name = '') => name !== '',
  );
  if (configured !== undefined) return configured;
  return regions === null || regions === 'enabled' ? null : (regions[0] ?? null);
}

function tellLeftOut(
  unlisted: Expansion['unlisted'],
  inactive: Expansion['inactive'],
  { stderr }: Io,
): void {
  for (const { what, error } of unlisted) {
    stderr.write(`${escapeText(`${what}: not listed: ${tellError(error)}`)}\n`);
  }
  for (const { id, state } of inactive) {
    stderr.write(`${escapeText(`account ${id}: left out: its state is ${state}`)}\n`);
  }
}

function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new UserError(`${path}: ${explain(error)}; name another --snapshot-dir`);
  }
}
