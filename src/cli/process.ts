import { main } from './main.ts';
import { describeCrash } from './streams/crash.ts';
import { processIo, standardError } from './streams/io.ts';

/** Runs the command line of this process to its exit code; what fails in kmslint itself is told, and no verdict: 2. */
export async function run(): Promise<void> {
  process.once('uncaughtException', (error) => {
    tell(error);
    process.exit();
  });
  try {
    const code = await main(process.argv.slice(2), processIo());
    // A stream that could not be written to has set its own.
    process.exitCode ??= code;
  } catch (error) {
    tell(error);
  }
}

function tell(error: unknown): void {
  process.exitCode = 2;
  standardError().write(describeCrash(error));
}
