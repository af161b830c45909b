import { processIo, type Io } from './streams/io.ts';
import { escapeText } from '../text/escape.ts';
import { UserError } from '../errors.ts';
import { version } from '../version.ts';

/**
 * The command line. Findings go to standard output, everything else to standard error.
 * Returns the exit code: 0 clean, 1 findings, 2 usage or input error, 3 clean so far as could be read.
 */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  if (argv.length === 1 && argv[0] === '--version') {
    io.stdout.write(`${version}\n`);
    return 0;
  }
  try {
    const { checkQuickly } = await import('./quick.ts');
    return await checkQuickly(argv, io);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    io.stderr.write(`kmslint: ${escapeText(error.message)}\n`);
    return 2;
  }
}
