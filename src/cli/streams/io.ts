import { explain } from '../../read/input/load.ts';

/** The outside world as the command line sees it, so that tests can hand it another one. */
export interface Io {
  readonly stdin: AsyncIterable<Buffer | string> & { readonly isTTY?: boolean | undefined };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** How wide a terminal is. */
  readonly columns?: number | undefined;
  /** Resolves when the stream takes more: to false where it never will, since nobody reads it or it failed. */
  ready?(): Promise<boolean>;
}

/**
 * The process's own streams, each opened when it is used: most runs read no standard input, and have nothing to say on
 * standard error. A reader that closes the pipe early ends the output quietly; where standard output fails otherwise, that
 * is told once, and the exit code is 2.
 */
export function processIo(): Io {
  let hasFailed = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    hasFailed = true;
    if (error.code === 'EPIPE' || process.exitCode === 2) return;
    process.exitCode = 2;
    standardError().write(`kmslint: standard output: ${explain(error)}; the report is not whole\n`);
  });
  const { stdout } = process;
  return {
    stdin: {
      [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator](),
      get isTTY() {
        return process.stdin.isTTY;
      },
    },
    stdout: {
      write: (text) => stdout.write(text),
      isTTY: stdout.isTTY,
      columns: stdout.columns,
      ready: async () => {
        if (!hasFailed && stdout.writableNeedDrain) await next(stdout);
        return !hasFailed;
      },
    },
    get stderr() {
      return standardError();
    },
    directory: process.cwd(),
    env: process.env,
  };
}

/** How many columns the terminal has; null where there is none. */
export function columnsOf({ isTTY, columns }: Output): number | null {
  return isTTY !== true || columns === undefined || columns === 0 ? null : columns;
}

/** How long a line of text may be: as wide as the terminal, but no wider than is read with ease; null where nobody asked. */
export function widthOf(output: Output): number | null {
  const columns = columnsOf(output);
  return columns === null ? null : Math.max(narrowest, Math.min(widest, columns));
}

/** Help keeps to it wherever it is printed. */
export const helpWidth = 80;
const narrowest = 40;
const widest = 100;

/** What cannot be told on it cannot be told at all. */
export function standardError(): NodeJS.WriteStream {
  if (process.stderr.listenerCount('error') === 0) process.stderr.on('error', () => undefined);
  return process.stderr;
}

/** Resolves when a stream is drained, or gives up. */
async function next(stream: NodeJS.WriteStream): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      for (const event of ['drain', 'error', 'close']) stream.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'error', 'close']) stream.on(event, done);
  });
}

/** Colour for terminals, unless NO_COLOR or --no-color forbid it or FORCE_COLOR asks for it. */
export function wantsColor({ stdout, env }: Io, allowed: boolean): boolean {
  const isSet = (name: string): boolean => (env[name] ?? '') !== '';
  if (!allowed || isSet('NO_COLOR')) return false;
  if (isSet('FORCE_COLOR')) return env['FORCE_COLOR'] !== '0';
  return stdout.isTTY === true && env['TERM'] !== 'dumb';
}
