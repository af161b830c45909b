import { UserError } from '../../errors.ts';
import { groupings, type Grouping } from '../../lint/owner/owners.ts';
import { quote, suggest } from '../../text/suggest.ts';
import type { ReportTarget } from '../streams/outputs.ts';

/** Formats that have groups. */
const grouping: ReadonlySet<ReportTarget['format']> = new Set(['text', 'markdown', 'html']);

/** No tag of AWS has a longer name. */
const longestTag = 128;

/**
 * Reads `--group-by account`, or `--group-by tag:NAME`; null where it is not given.
 * @throws UserError where it names nothing, or no report has groups
 */
export function readGrouping(
  given: string | undefined,
  targets: readonly ReportTarget[],
): Grouping | null {
  if (given === undefined) return null;
  if (!targets.some(({ format }) => grouping.has(format))) {
    throw new UserError(
      `--group-by arranges ${[...grouping].join(', ')}, and none of them is asked for; drop it, or add -f markdown=FILE`,
    );
  }
  const by = groupings.find((name) => name === given);
  if (by !== undefined) return { by };
  const [, tag = null] = /^tag:(.*)$/s.exec(given) ?? [];
  if (tag === null) {
    throw new UserError(
      `--group-by knows no ${quote(given)}${suggest(given, [...groupings, 'tag:'])}; there are ${groupings.join(', ')} and tag:NAME`,
    );
  }
  if (tag.trim() === '' || tag.length > longestTag) {
    throw new UserError(`--group-by ${quote(given)} names no tag; write it as in tag:Owner`);
  }
  return { by: 'tag', tag };
}
