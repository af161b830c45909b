import { UserError } from '../../errors.ts';
import type { ReportOptions } from '../../lint/report.ts';
import type { Format } from '../../report/format.ts';

/** What the command line says of how much is shown. */
interface Given {
  readonly max?: string | undefined;
  readonly summary?: boolean;
  readonly quiet: boolean;
}

/** The formats for people, which can show less than there is. */
const shortened: ReadonlySet<Format> = new Set(['text', 'markdown']);

/**
 * How much people are shown. What programs are given is always whole.
 * @throws UserError where options do not go together
 */
export function shorteningOf(
  { max, summary = false, quiet }: Given,
  formats: readonly Format[],
): Pick<ReportOptions, 'max' | 'summary'> {
  if (max === undefined && !summary) return {};
  const name = summary ? '--summary' : '--max';
  if (!formats.some((format) => shortened.has(format)))
    throw new UserError(
      `${name} shortens text and markdown, other formats are always whole; drop it`,
    );
  if (!summary) return { max: readCount(max ?? '') };
  if (max !== undefined)
    throw new UserError('--summary shows no findings of which --max could be the number; drop one');
  if (quiet)
    throw new UserError('--summary shows counts, which --quiet leaves out; drop one of them');
  return { summary };
}

function readCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count > 0 && Number.isSafeInteger(count)) return count;
  throw new UserError('--max takes a number from 1 on; --summary shows no finding');
}
