import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { main } from '../../../src/cli/main.ts';
import { inScratch } from '../judge/hcl-oracle.ts';

/** What a run of the command line printed, in this process. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A scratch repository to run the command line in. */
export interface Repository {
  readonly directory: string;
  readonly write: (name: string, content: string | object) => void;
  readonly read: (name: string) => string;
  readonly remove: (name: string) => void;
  /** Runs in the repository's root, or in a directory below it where the first argument is `in:DIRECTORY`. */
  readonly run: (...argv: readonly string[]) => Promise<Ran>;
}

type Files = Readonly<Record<string, string | object>>;

export function inRepository<T>(
  files: Files,
  use: (repository: Repository) => Promise<T>,
): Promise<T> {
  return inScratch({ '.git/HEAD': '' }, async (directory) => {
    const write: Repository['write'] = (name, content) => {
      const path = join(directory, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    };
    for (const [name, content] of Object.entries(files)) write(name, content);
    return await use({
      directory,
      write,
      read: (name) => readFileSync(join(directory, name), 'utf8'),
      remove: (name) => rmSync(join(directory, name), { recursive: true }),
      run: (...argv) => runIn(directory, argv),
    });
  });
}

async function runIn(root: string, argv: readonly string[]): Promise<Ran> {
  const [first = '', ...rest] = argv;
  const isBelow = first.startsWith('in:');
  const output = { stdout: '', stderr: '' };
  const code = await main(isBelow ? rest : argv, {
    stdin: (async function* () {})(),
    stdout: { write: (text) => (output.stdout += text) },
    stderr: { write: (text) => (output.stderr += text) },
    directory: isBelow ? join(root, first.slice(3)) : root,
    env: {},
  });
  return { code, ...output };
}

/** The last line of the text report. */
export function summaryOf({ stdout }: Ran): string {
  return stdout.trimEnd().split('\n').at(-1) ?? '';
}

/** The JSON report, as far as tests ask. */
export interface Told {
  readonly findings: readonly {
    readonly ruleId: string;
    readonly kind: string;
    readonly severity: string;
    readonly subject: string;
    readonly message: string;
    readonly suppression: { readonly kind: string; readonly reason: string } | null;
    readonly location: { readonly path: string; readonly line: number };
  }[];
  readonly gaps: readonly object[];
  readonly summary: Readonly<Record<string, number>>;
}

/** What `-f json` printed. */
export function told({ stdout, stderr }: Ran): Told {
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}
