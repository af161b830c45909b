import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from '../cli/cli-process.ts';
import { environment, openScanBench, type ScanBench, type ScanBenchOptions } from './run-scan.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command line as a process of its own, and a fake AWS in this one. */
export interface ProcessBench extends Omit<ScanBench, 'run' | 'runPlain'> {
  /** Nothing of the fake AWS is told: whoever wants it, names it by arguments or variables. */
  readonly run: (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Ended>;
  /** The command line itself, for those who start it otherwise. */
  readonly bin: string;
  /** Writes AWS's configuration file, and gives the variable that names it. */
  readonly configure: (text: string) => { readonly AWS_CONFIG_FILE: string };
}

export async function openProcessBench(options: ScanBenchOptions = {}): Promise<ProcessBench> {
  const [built, bench] = await Promise.all([setUp(), openScanBench(options)]);
  return {
    ...bench,
    bin: built.bin,
    configure: (text) => {
      const path = join(bench.directory, '..', 'config');
      writeFileSync(path, text);
      return { AWS_CONFIG_FILE: path };
    },
    run: (args, env = {}) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [built.bin, ...args], {
          cwd: bench.directory,
          env: { ...environment, ...env },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let [stdout, stderr] = ['', ''];
        child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
        child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
        child.on('error', reject);
        child.on('close', (code) => resolve({ code, stdout, stderr }));
      }),
    remove: async () => {
      await bench.remove();
      built.remove();
    },
  };
}
