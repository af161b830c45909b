import { UserError } from '../errors.ts';
import { escapeText } from '../text/escape.ts';
import { wrap } from '../text/wrap.ts';
import { dispatch } from './argv.ts';
import { processIo, widthOf, type Io } from './streams/io.ts';

/**
 * The command line. Findings go to standard output, everything else to standard error.
 * Returns the exit code: 0 clean, 1 findings, 2 usage or input error, 3 clean so far as could be read.
 */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const width = widthOf(io.stderr) ?? Infinity;
    for (const line of error.lines) {
      io.stderr.write(`${wrap(`kmslint: ${escapeText(line)}`, width).join('\n')}\n`);
    }
    return 2;
  }
}
