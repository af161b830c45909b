import { resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { formats, render, type Format } from '../../report/index.ts';
import type { Report, ReportOptions } from '../../lint/report.ts';
import { streamOf } from './destination.ts';
import { writeWhole } from './write.ts';
import type { Io } from './io.ts';
import { quote, suggest } from '../../text/suggest.ts';

/** One report to write: a format, and a file, or null for standard output. */
export interface ReportTarget {
  readonly format: Format;
  readonly path: string | null;
}

/**
 * Reads `--format sarif`, `--format sarif=out.sarif`, and `--output`.
 * @throws UserError where a format is unknown or two reports would go to one place
 */
export function readTargets(
  given: readonly string[],
  output: string | undefined,
): readonly ReportTarget[] {
  const targets = (given.length === 0 ? ['text'] : given).map((entry) => {
    const [name = '', ...rest] = entry.split('=');
    return { format: findFormat(name), path: rest.length === 0 ? null : rest.join('=') };
  });
  const unplaced = targets.filter(({ path }) => path === null);
  if (unplaced.length > 1) {
    throw new UserError(
      'only one report can go to standard output; name files as in -f sarif=out.sarif',
    );
  }
  if (output === undefined) return targets;
  if (unplaced.length === 0) throw new UserError('--output has no report left to hold; drop it');
  return targets.map(({ format, path }) => ({ format, path: path ?? output }));
}

function findFormat(name: string): Format {
  const format = formats.find((candidate) => candidate === name);
  if (format !== undefined) return format;
  throw new UserError(
    `no format is called ${quote(name)}${suggest(name, formats)}; there are ${formats.join(', ')}`,
  );
}

/** Renders every report first and writes then, so that a failure leaves nothing half done. */
export async function writeReports(
  report: Report,
  targets: readonly ReportTarget[],
  options: ReportOptions,
  io: Io,
): Promise<void> {
  const texts: { readonly path: string | null; readonly text: string }[] = [];
  for (const { format, path } of targets) {
    const color = options.color && path === null;
    texts.push({ path, text: await render(format, report, { ...options, color }) });
  }
  for (const { path, text } of texts) {
    const stream = path === null ? 'stdout' : streamOf(resolve(io.directory, path));
    if (stream !== null) io[stream].write(text);
    else if (path !== null) writeWhole(resolve(io.directory, path), text);
  }
  await tellOmissions(report, targets, options, io);
}

/** One format cannot tell of every finding: nobody should take its silence for a pass. */
async function tellOmissions(
  report: Report,
  targets: readonly ReportTarget[],
  options: ReportOptions,
  io: Io,
): Promise<void> {
  if (targets.every(({ format }) => format !== 'asff')) return;
  const { countUnplaced } = await import('../../report/machine.ts');
  const count = countUnplaced(report, options);
  if (count === 0) return;
  const findings = count === 1 ? '1 finding' : `${count} findings`;
  io.stderr.write(`kmslint: asff leaves out ${findings} without a known account and Region\n`);
}
