import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { explain } from '../../read/input/load.ts';
import { formats, openReport, type Format, type Page } from '../../report/index.ts';
import type { ReportEnd, ReportHead, ReportOptions, ReportPart } from '../../lint/report.ts';
import { streamOf } from './destination.ts';
import { openOmissions } from './omissions.ts';
import { fileSink, streamSink } from './sink.ts';
import { writeWhole } from './write.ts';
import { columnsOf, type Io } from './io.ts';
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
    return { format: findFormat(name), path: rest.length === 0 ? null : fileOf(rest.join('=')) };
  });
  const unplaced = targets.filter(({ path }) => path === null);
  if (unplaced.length > 1) {
    throw new UserError(
      'only one report can go to standard output; name files as in -f sarif=out.sarif',
    );
  }
  if (output === undefined) return targets;
  if (unplaced.length === 0) throw new UserError('--output has no report left to hold; drop it');
  return targets.map(({ format, path }) => ({ format, path: path ?? fileOf(output) }));
}

/** `-` is standard output, as it is standard input among the inputs. */
function fileOf(path: string): string | null {
  return path === '-' ? null : path;
}

function findFormat(name: string): Format {
  const format = formats.find((candidate) => candidate === name);
  if (format !== undefined) return format;
  throw new UserError(
    `no format is called ${quote(name)}${suggest(name, formats)}; there are ${formats.join(', ')}`,
  );
}

/** The reports of a run, written as its parts come. */
export interface Reports {
  /** Resolves when they take more: to false where nobody reads any of them. */
  readonly part: (part: ReportPart) => Promise<boolean>;
  readonly end: (end: ReportEnd) => Promise<void>;
  /** Leaves nothing half done, but for what went to standard output. */
  readonly abandon: () => void;
}

/** @throws UserError where a file cannot be written */
export async function openReports(
  targets: readonly ReportTarget[],
  head: ReportHead,
  options: ReportOptions,
  io: Io,
): Promise<Reports> {
  const writers: Reports[] = [];
  const abandon = (): void => {
    for (const writer of writers) writer.abandon();
  };
  try {
    for (const target of targets) writers.push(await openWriter(target, head, options, io));
  } catch (error) {
    abandon();
    throw error;
  }
  const omissions = await openOmissions(new Set(targets.map(({ format }) => format)), options, io);
  return {
    part: async (part) => {
      let isWanted = false;
      for (const writer of writers) isWanted = (await writer.part(part)) || isWanted;
      for (const omission of omissions) omission.part(part);
      return isWanted;
    },
    end: async (end) => {
      for (const writer of writers) await writer.end(end);
      for (const omission of omissions) omission.end();
    },
    abandon,
  };
}

async function openWriter(
  { format, path }: ReportTarget,
  head: ReportHead,
  options: ReportOptions,
  io: Io,
): Promise<Reports> {
  if (format === 'html' && path !== null && isFolder(path, io)) {
    return await openFolder(resolve(io.directory, path), head, options);
  }
  const color = options.color && path === null;
  const width = path === null ? columnsOf(io.stdout) : null;
  const reporter = await openReport(format, head, {
    ...options,
    color,
    ...(width === null ? {} : { width }),
  });
  const file = path === null ? null : resolve(io.directory, path);
  const stream = file === null ? 'stdout' : streamOf(file);
  const sink = stream === null ? fileSink(file ?? '') : streamSink(io[stream]);
  return {
    part: (part) => sink.write(reporter.part(part)),
    end: async (end) => {
      await sink.write(reporter.end(end));
      await sink.finish();
    },
    abandon: sink.abandon,
  };
}

function isFolder(path: string, { directory }: Io): boolean {
  if (/[/\\]$/.test(path)) return true;
  return statSync(resolve(directory, path), { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A page for each account, and an index when all of them are written. */
async function openFolder(
  path: string,
  head: ReportHead,
  options: ReportOptions,
): Promise<Reports> {
  const { openHtmlFolder } = await import('../../report/machine.ts');
  const folder = openHtmlFolder(head, options);
  makeFolder(path);
  const write = (pages: readonly Page[]): void => {
    for (const { name, text } of pages) writeWhole(join(path, name), text);
  };
  return {
    part: async (part) => {
      write(folder.part(part));
      return true;
    },
    end: async (end) => write(folder.end(end)),
    abandon: () => undefined,
  };
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new UserError(`${path}: ${explain(error)}; it was not written`);
  }
}
