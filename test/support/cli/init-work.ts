import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../../src/cli/main.ts';
import { memoryIo, type Told } from './memory-io.ts';

/** A directory to be set up, and another one beside it. */
export interface InitWork {
  readonly scratch: string;
  readonly root: string;
  readonly write: (name: string, text: string) => void;
  readonly read: (name: string) => string;
  /** Names of the files below a directory, links too, without those of git. */
  readonly files: (folder?: string) => readonly string[];
  readonly init: (args?: readonly string[], directory?: string) => Promise<Told & { code: number }>;
  readonly remove: () => void;
}

export function initWork(): InitWork {
  const scratch = mkdtempSync(join(tmpdir(), 'kmslint-init-'));
  const root = join(scratch, 'repository');
  mkdirSync(root);
  return {
    scratch,
    root,
    write: (name, text) => {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    },
    read: (name) => readFileSync(join(root, name), 'utf8'),
    files: (folder = root) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => !name.startsWith('.git/') && !lstatSync(join(folder, name)).isDirectory())
        .toSorted(),
    init: async (args = [], directory = root) => {
      const io = memoryIo(directory);
      const code = await main(['init', ...args], io);
      return { code, ...io.told };
    },
    remove: () => rmSync(scratch, { recursive: true, force: true }),
  };
}
