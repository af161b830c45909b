import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export async function* streamOf(bytes: string | Buffer): AsyncGenerator<Buffer> {
  yield Buffer.from(bytes);
}

export type Files = Readonly<Record<string, string | Buffer>>;

/** Runs with files in a folder of their own. */
export async function inFolder<T>(
  files: Files,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'kmslint-snapshot-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), content);
    }
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
