import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const programs = join(fileURLToPath(new URL('../../..', import.meta.url)), '.venv', 'bin');
const program = join(programs, 'moto_server');
/** Python with boto3. */
export const python = join(programs, 'python');

/** Why there is no emulator to test against; null where there is one. */
export function motoMissing(): string | null {
  if (process.env['KMSLINT_MOTO'] !== '1') return '`npm run test:moto` runs it';
  return existsSync(program) ? null : 'there is no .venv/bin/moto_server; `.ci/moto` makes it';
}

/** Why a package of that Python cannot be used; null where it can. */
export function pythonMissing(name: string): string | null {
  if (!existsSync(python)) return 'there is no .venv/bin/python; `.ci/moto` makes it';
  const { status } = spawnSync(python, ['-c', `import ${name}`]);
  return status === 0 ? null : `.venv has no ${name}; \`.ci/moto\` installs it`;
}

export interface MotoServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts moto's server, an emulator of AWS that nobody here wrote, on a port of its own, with that directory for its home. */
export async function startMoto(directory: string): Promise<MotoServer> {
  const child = spawn(program, ['-H', '127.0.0.1', '-p', '0'], {
    // Nothing of this machine's own AWS configuration; moto itself asks boto3 for it.
    env: { PATH: process.env['PATH'], HOME: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      if (said.length > 1e6) return;
      said += chunk.toString('utf8');
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`moto_server ended with ${code}: ${said}`)));
  });
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        child.on('exit', () => resolve());
        child.kill();
      }),
  };
}
