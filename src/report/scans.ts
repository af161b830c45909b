import { isAccountable, isActive } from '../lint/report.ts';
import type { ReportHead, ReportOptions, ReportPart } from '../lint/report.ts';
import type { Gap } from '../model/inventory.ts';
import { compareText } from '../text/compare.ts';
import { escapeJson } from '../text/escape.ts';
import type { Reporter } from './format.ts';
import { groupBy } from './print/group.ts';

/**
 * One account and Region a line, for tables, as `schema/scans.schema.json` describes it: when it was read, how much there is,
 * and what could not be read. What left a gap and was never recorded, such as a list of accounts, has a line at the end.
 */
export function openScans(_: ReportHead, { runId }: ReportOptions): Reporter {
  const told = new Set<string>();
  const write = (scope: string, recordedAt: string | null, counts: Counts): string => {
    const row = { version: 1, runId, recordedAt, ...placeOf(scope), scope, ...counts };
    return `${escapeJson(JSON.stringify(row))}\n`;
  };
  return {
    *part(part) {
      const counts = counterOf(part);
      for (const [scope, recordedAt] of Object.entries(part.recordedAt ?? {})) {
        told.add(scope);
        yield write(scope, recordedAt, counts(scope));
      }
    },
    *end({ gaps }) {
      const byScope = groupBy(gaps, scopeOf);
      for (const scope of [...byScope.keys()]
        .filter((one) => !told.has(one))
        .toSorted(compareText)) {
        yield write(scope, null, { ...nothing, ...toUnread(byScope.get(scope) ?? []) });
      }
    },
  };
}

interface Counts {
  readonly keys: number;
  readonly fail: number;
  readonly open: number;
  readonly gaps: number;
  readonly reasons: readonly string[];
  readonly unread: readonly string[];
}

const nothing = { keys: 0, fail: 0, open: 0 };

function scopeOf({ scope }: { readonly scope: string }): string {
  return scope;
}

function counterOf({ keys, findings, gaps }: ReportPart): (scope: string) => Counts {
  const keysIn = groupBy(keys, scopeOf);
  const findingsIn = groupBy(findings, scopeOf);
  const gapsIn = groupBy(gaps, scopeOf);
  return (scope) => {
    const verdicts = findingsIn.get(scope) ?? [];
    return {
      keys: keysIn.get(scope)?.length ?? 0,
      fail: verdicts.filter((one) => one.kind === 'fail' && isActive(one)).length,
      open: verdicts.filter((one) => one.kind === 'open' && isAccountable(one)).length,
      ...toUnread(gapsIn.get(scope) ?? []),
    };
  };
}

function toUnread(gaps: readonly Gap[]): Pick<Counts, 'gaps' | 'reasons' | 'unread'> {
  return {
    gaps: gaps.length,
    reasons: [...new Set(gaps.map(({ reason }) => reason))].toSorted(compareText),
    unread: gaps.map(({ what }) => what),
  };
}

/** `111122223333 eu-west-1`, as scopes of live accounts are named. */
function placeOf(scope: string): { account: string | null; region: string | null } {
  const [, account = null, region = null] = /^(\d{12}) ([a-z0-9-]+)$/.exec(scope) ?? [];
  return { account, region };
}
