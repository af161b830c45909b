import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { commandLine, proxyAgent, threads } from '../../../scripts/bundle.js';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A built command line in a directory of its own. */
export interface Workbench {
  readonly bin: string;
  readonly directory: string;
  readonly write: (name: string, content: string | Buffer) => string;
  readonly run: (args: readonly string[], more?: RunOptions) => Ran;
  readonly remove: () => void;
}

export interface RunOptions {
  readonly input?: string | Buffer;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Bundles the command line to a temporary directory, from the source as it stands: `dist/` may be absent, old,
 * or being written by somebody else.
 */
export async function setUp(): Promise<Workbench> {
  const directory = mkdtempSync(join(tmpdir(), 'kmslint-cli-'));
  const bin = join(directory, 'built', 'bin.js');
  for (const part of [commandLine, threads, proxyAgent])
    await build({ ...part, outdir: dirname(bin), logLevel: 'error' });
  writeFileSync(join(dirname(bin), 'package.json'), '{"type":"module"}');
  const work = join(directory, 'work');
  mkdirSync(work);
  return {
    bin,
    directory: work,
    write: (name, content) => {
      const path = join(work, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
    run: (args, { input = '', cwd = work, env = {} } = {}) => {
      const { PATH = '' } = process.env;
      const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
        cwd,
        input,
        env: { PATH, ...env },
        encoding: 'utf8',
      });
      return { code: status, stdout, stderr };
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
