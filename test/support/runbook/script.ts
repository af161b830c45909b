import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { commandLine } from '../../../scripts/bundle.js';
import { environment } from '../aws/run-scan.ts';

/** A directory of programs that a runbook calls, to be put on PATH. */
export interface Programs {
  readonly path: string;
  /** Variables for what a script asks for: what a person would set. */
  readonly answers: Readonly<Record<string, string>>;
}

const grant = JSON.stringify({
  GranteePrincipal: 'arn:aws:iam::111122223333:role/ExampleRole',
  Operations: ['Decrypt', 'DescribeKey'],
  Constraints: { EncryptionContextSubset: { department: '0' } },
});

/** What a person decides, and the programs that only a person has. */
export async function makePrograms(
  directory: string,
  /** The directory of AWS's own command line, to stand in the place of ours. */
  awsCli: string | null = null,
): Promise<Programs> {
  const path = join(directory, 'programs');
  mkdirSync(path, { recursive: true });
  const program = (name: string, text: string): string => {
    const file = join(path, name);
    writeFileSync(file, text);
    chmodSync(file, 0o755);
    return file;
  };
  if (awsCli === null) await makeOwn(path, program);
  else program('aws', `#!/bin/sh\nexec '${join(awsCli, 'aws')}' "$@"\n`);
  await build({ ...commandLine, outdir: join(path, 'built'), logLevel: 'error' });
  writeFileSync(join(path, 'built', 'package.json'), '{"type":"module"}');
  const bin = join(path, 'built', 'bin.js');
  program('kmslint', `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`);
  return {
    path,
    answers: {
      MANUAL_ROTATION: 'yes',
      ENABLE_OLD_KEY: 'yes',
      KEEP_OLD_KEY: 'yes',
      CONNECT_KEY_STORE: 'yes',
      TWO_HSMS: 'yes',
      REPLICAS_HAVE_MATERIAL: 'yes',
      XKS_KEY_ID: 'bb8562717f809024',
      ALIAS_NAME: 'alias/first-current',
      VALID_TO: '2027-01-31T00:00:00Z',
      NEW_PRIMARY_KEY_ARN:
        'arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab',
      PRIMARY_REGION: 'eu-central-1',
      WRAP_KEY_MATERIAL: program(
        'wrap',
        '#!/bin/sh\nprintf "wrapped under %s" "$(cat "$1")" > "$2"\n',
      ),
      // The grants that every key of the fake AWS has.
      COPY_GRANTS: program(
        'copy-grants',
        `#!/bin/sh\nexec aws kms create-grant --region "$(echo "$1" | cut -d : -f 4)" --key-id "$2" --cli-input-json '${grant}'\n`,
      ),
      PUBLISH_PUBLIC_KEY: program('publish', '#!/bin/sh\ntest -s "$1"\n'),
    },
  };
}

/** The test's own `aws`, in one file. */
async function makeOwn(
  path: string,
  program: (name: string, text: string) => string,
): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('aws.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: join(path, 'aws.mjs'),
    logLevel: 'error',
  });
  program('aws', `#!/bin/sh\nexec '${process.execPath}' '${join(path, 'aws.mjs')}' "$@"\n`);
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script with nothing but these programs and the system's own. */
export function runScript(
  script: string,
  programs: Programs,
  env: Readonly<Record<string, string>>,
  shell = 'sh',
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(shell, ['-s'], {
      env: { ...environment, ...env, PATH: `${programs.path}:/usr/bin:/bin` },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(script);
  });
}
