import type { ReportOptions, ReportPart } from '../../lint/report.ts';
import type { Format } from '../../report/index.ts';
import type { Io } from './io.ts';

/** What a format cannot tell of findings as it should. */
interface Omission {
  readonly format: Format;
  /** Of how many findings of a part. */
  readonly count: (part: ReportPart, options: ReportOptions) => number;
  readonly tell: (findings: string) => string;
}

/** Looks at the parts of a report, and tells at its end what there was. */
export interface Counting {
  readonly part: (part: ReportPart) => void;
  readonly end: () => void;
}

/** Counts what formats leave out or make up: nobody should take the one for a pass, nor the other for a date. */
export async function openOmissions(
  given: ReadonlySet<Format>,
  options: ReportOptions,
  { stderr }: Io,
): Promise<readonly Counting[]> {
  if (!given.has('asff') && !given.has('ocsf')) return [];
  const { countUndated, countUnplaced } = await import('../../report/machine.ts');
  const omissions: readonly Omission[] = [
    {
      format: 'asff',
      count: countUnplaced,
      tell: (findings) => `asff leaves out ${findings} without a known account and Region`,
    },
    {
      format: 'ocsf',
      count: countUndated,
      tell: (findings) => `ocsf gives ${findings} the time 0 (1970-01-01): no input tells one`,
    },
  ];
  return omissions
    .filter(({ format }) => given.has(format))
    .map((omission) => openCounting(omission, options, (line) => stderr.write(line)));
}

function openCounting(
  { count, tell }: Omission,
  options: ReportOptions,
  write: (line: string) => void,
): Counting {
  let sum = 0;
  return {
    part: (part) => {
      sum += count(part, options);
    },
    end: () => {
      if (sum > 0) write(`kmslint: ${tell(sum === 1 ? '1 finding' : `${sum} findings`)}\n`);
    },
  };
}
