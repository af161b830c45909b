import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../../src/cli/main.ts';
import { elementsOf, member, textMember } from '../../../src/read/input/json.ts';
import type { Json } from '../../../src/read/input/resource.ts';
import { openControl, type Control, type ControlOptions } from './control.ts';
import { fakeEstate, type Estate } from './keys.ts';
import { startAwsServer, type AwsServer, type AwsServerOptions } from './server.ts';

export interface ScanRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A fake AWS with its accounts, and a directory to scan from. */
export interface ScanBench {
  readonly server: AwsServer;
  readonly control: Control;
  readonly directory: string;
  /** Runs the command line in this process, against the server. */
  readonly run: (
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<ScanRun>;
  /** The command line without the server. */
  readonly runPlain: ScanBench['run'];
  readonly remove: () => Promise<void>;
}

export interface ScanBenchOptions extends Partial<ControlOptions> {
  readonly estates?: readonly Estate[];
  readonly fault?: AwsServerOptions['fault'];
  readonly tls?: AwsServerOptions['tls'];
  /** What is answered before anything else is asked. */
  readonly first?: AwsServerOptions['others'];
}

export const ownAccount = '111122223333';

/** Credentials of the environment, and nothing of this machine's own configuration. */
export const environment: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  AWS_REGION: 'eu-central-1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};

const own: Record<string, string | undefined> = {};

/** The SDK looks into the process's own environment. */
export function setEnvironment(): void {
  for (const name of Object.keys(process.env)) {
    if (!name.startsWith('AWS_')) continue;
    own[name] = process.env[name];
    delete process.env[name];
  }
  Object.assign(process.env, environment);
}

export function restoreEnvironment(): void {
  for (const name of [...Object.keys(environment), 'AWS_PROFILE']) delete process.env[name];
  Object.assign(process.env, own);
}

/** Opens a bench for the time of the work. */
export async function withinScan<T>(
  options: ScanBenchOptions,
  work: (bench: ScanBench) => Promise<T>,
): Promise<T> {
  const bench = await openScanBench(options);
  try {
    return await work(bench);
  } finally {
    await bench.remove();
  }
}

export const parse = (text: string): Json => {
  const json: Json = JSON.parse(text);
  return json;
};

/** Rule, kind, subject and message of everything in a JSON report; paths are the scan's own affair. */
export function verdictsOf(stdout: string): readonly string[] {
  const said = ['ruleId', 'kind', 'subject', 'message'];
  return elementsOf(member(parse(stdout), 'findings'))
    .map((finding) => said.map((name) => textMember(finding, name)).join(' '))
    .toSorted();
}

export const gapsOf = (stdout: string): readonly string[] =>
  elementsOf(member(parse(stdout), 'gaps')).map((gap) => textMember(gap, 'what') ?? '');

/** Runs the command line in this process. */
export async function runInProcess(
  args: readonly string[],
  directory: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ScanRun> {
  const texts = { stdout: '', stderr: '' };
  const to = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      texts[name] += text;
    },
  });
  async function* nothing(): AsyncGenerator<string> {}
  // A thread begins with the file of a build, which there is none of here.
  const isScan = args[0] === 'scan' || args[0] === 'snapshot';
  const code = await main(isScan ? [...args, '--threads', '1'] : args, {
    stdin: nothing(),
    stdout: to('stdout'),
    stderr: to('stderr'),
    directory,
    env: { ...environment, ...env },
  });
  return { code, ...texts };
}

export async function openScanBench(options: ScanBenchOptions = {}): Promise<ScanBench> {
  const { estates = [fakeEstate(24)], fault, tls, first, ...rest } = options;
  const control = openControl({ caller: ownAccount, ...rest });
  const { others, accountOf } = control;
  const server = await startAwsServer({
    estates,
    others: (headers, body) => first?.(headers, body) ?? others(headers, body),
    accountOf,
    ...(tls === undefined ? {} : { tls }),
    ...(fault === undefined ? {} : { fault }),
  });
  const root = mkdtempSync(join(tmpdir(), 'kmslint-scan-'));
  const directory = join(root, 'work');
  mkdirSync(directory);
  const runPlain: ScanBench['run'] = (args, env) => runInProcess(args, directory, env);
  return {
    server,
    control,
    directory,
    runPlain,
    run: (args, env) => {
      const isNamed = args.includes('--endpoint-url');
      return runPlain(isNamed ? args : [...args, '--endpoint-url', server.url], env);
    },
    remove: async () => {
      await server.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
