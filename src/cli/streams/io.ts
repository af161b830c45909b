/** The outside world as the command line sees it, so that tests can hand it another one. */
export interface Io {
  readonly stdin: AsyncIterable<Buffer | string>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

/** The process's own streams; a reader that closes the pipe early ends the output quietly. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    directory: process.cwd(),
    env: process.env,
  };
}

/** Colour for terminals, unless NO_COLOR or --no-color forbid it or FORCE_COLOR asks for it. */
export function wantsColor({ stdout, env }: Io, allowed: boolean): boolean {
  const isSet = (name: string): boolean => (env[name] ?? '') !== '';
  if (!allowed || isSet('NO_COLOR')) return false;
  if (isSet('FORCE_COLOR')) return env['FORCE_COLOR'] !== '0';
  return stdout.isTTY === true && env['TERM'] !== 'dumb';
}
