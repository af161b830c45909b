import type { Io } from '../../../src/cli/streams/io.ts';

/** What was written to the streams of a `memoryIo`. */
export interface Told {
  stdout: string;
  stderr: string;
}

/** Streams in memory, for running the command line in process. */
export function memoryIo(directory = '/'): Io & { readonly told: Told } {
  const told: Told = { stdout: '', stderr: '' };
  return {
    told,
    stdin: (async function* empty() {})(),
    stdout: { write: (text) => (told.stdout += text) },
    stderr: { write: (text) => (told.stderr += text) },
    directory,
    env: {},
  };
}
