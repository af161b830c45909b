import { matchesGlob } from '../text/glob.ts';
import { describeRefused, describeUnread, restOfScan } from '../model/gap.ts';
import type { Gap } from '../model/inventory.ts';
import { withoutKeys } from './address.ts';
import { unread, type ConfigSuppression } from './config/config.ts';
import type { Reach } from './config/reach.ts';

/** What is left of the gaps, and how many somebody lives with: modules, keys and gaps without either. */
export interface Accepted {
  readonly gaps: readonly Gap[];
  readonly count: number;
}

/**
 * Leaves out what a configuration accepts as not read, by the names that a gap has for it: addresses and sources of
 * modules, ARNs of keys, the request that was refused, a file.
 * @param today the current day in UTC, `YYYY-MM-DD`
 */
export function acceptGaps(
  gaps: readonly Gap[],
  suppressions: readonly ConfigSuppression[],
  reach: Reach,
  today: string,
): Accepted {
  const inForce = suppressions.filter(
    ({ rule, expires }) => rule === unread && (expires === null || expires >= today),
  );
  if (inForce.length === 0) return { gaps, count: 0 };
  let count = 0;
  const left = gaps.flatMap((gap): readonly Gap[] => {
    const isAccepted = (...names: readonly string[]): boolean =>
      inForce.some(({ subject, path }) => {
        const about = { subject: '', scope: gap.scope, location: gap.at };
        const isThere = path === null || reach.byPath(path, about);
        return isThere && names.some((name) => matchesGlob(subject, name));
      });
    const kept = partOf(gap, isAccepted);
    count += sizeOf(gap) - (kept === null ? 0 : sizeOf(kept));
    return kept === null ? [] : [kept];
  });
  return { gaps: left, count };
}

/** The part of a gap that nobody accepts; null where there is none. */
function partOf(gap: Gap, isAccepted: (...names: readonly string[]) => boolean): Gap | null {
  const { modules, unanswered, at } = gap;
  if (modules !== undefined) {
    const left = modules.filter(
      ({ address, source, at: call }) => !isAccepted(address, source, call.path ?? ''),
    );
    if (left.length === modules.length) return gap;
    if (left.length === 0) return null;
    return { ...gap, modules: left, what: describeUnread(gap.scope, left) };
  }
  const names = [at.path ?? '', ...(unanswered === undefined ? [] : [unanswered.subject])];
  if (isAccepted(...names, ...(at.kind === 'live' ? [at.arn] : addressesIn(gap)))) return null;
  if (unanswered === undefined || unanswered.keys.length === 0) return gap;
  const keys = unanswered.keys.filter((arn) => !isAccepted(arn));
  if (keys.length === unanswered.keys.length) return gap;
  if (keys.length === 0) return null;
  const { reason } = gap;
  const { error } = unanswered;
  const isRest = unanswered.subject.endsWith(restOfScan);
  const what =
    at.kind !== 'live' || isRest ? gap.what : describeRefused(at, { reason, error }, keys);
  return { ...gap, what, unanswered: { ...unanswered, keys, count: keys.length } };
}

/** A block of a configuration that could not be judged is named first in what its gap says. */
function addressesIn({ what }: Gap): readonly string[] {
  const [first = ''] = what.split(/:? /, 1);
  return [first, withoutKeys(first)];
}

function sizeOf({ modules, unanswered }: Gap): number {
  return modules?.length ?? Math.max(1, unanswered?.keys.length ?? 1);
}
