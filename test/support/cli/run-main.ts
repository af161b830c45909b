import { main } from '../../../src/cli/main.ts';
import { inScratch } from '../judge/hcl-oracle.ts';

/** How a run ended, and what it said. */
export interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process. */
export async function kmslint(
  directory: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  stdin = '',
): Promise<Told> {
  let [out, err] = ['', ''];
  const code = await main(argv, {
    stdin: (async function* () {
      yield stdin;
    })(),
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    directory,
    env,
  });
  return { code, out, err };
}

/** Runs it in a scratch repository of these files. */
export function judged(
  files: Readonly<Record<string, string>>,
  argv: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<Told> {
  return inScratch({ '.git/HEAD': '', ...files }, (directory) => kmslint(directory, argv, env));
}

/** A key `k` with this body, in HCL. */
export const key = (body: string) => `resource "aws_kms_key" "k" {\n${body}\n}\n`;
