import { UserError } from '../errors.ts';
import { escapeText } from '../text/escape.ts';
import { dispatch } from './argv.ts';
import { processIo, type Io } from './streams/io.ts';

/**
 * The command line. Findings go to standard output, everything else to standard error.
 * Returns the exit code: 0 clean, 1 findings, 2 usage or input error, 3 clean so far as could be read.
 */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    io.stderr.write(`kmslint: ${escapeText(error.message)}\n`);
    return 2;
  }
}
