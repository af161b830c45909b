import type { FixedFinding, Scan, ScanTimes, Summary } from '../../lint/report.ts';
import { pageUrl } from '../print/links.ts';
import { toLocation } from '../print/finding.ts';

// What became of findings, for programs.

/** A failure that is there no more. */
export function toFixed(fixed: FixedFinding): object {
  const { ruleId, severity, subject, account, region, source, scope } = fixed;
  const { message, location, fingerprint } = fixed;
  const place = { account, region, source, scope };
  const helpUri = pageUrl(ruleId);
  return {
    ruleId,
    severity,
    subject,
    ...place,
    message,
    location: toLocation(location),
    fingerprint,
    helpUri,
  };
}

/** An account and Region, now and before. */
export function toScan({ scope, now, previous }: Scan): object {
  const [, account = null, region = null] = /^(\d{12}) ([a-z0-9-]+)$/.exec(scope) ?? [];
  return { scope, account, region, now: toTimes(now), previous: toTimes(previous) };
}

function toTimes(times: ScanTimes | null): object | null {
  if (times === null) return null;
  const { startedAt, finishedAt, role, asked } = times;
  return {
    startedAt,
    finishedAt,
    role,
    asked: asked === null ? null : { facts: asked.facts, history: asked.history },
  };
}

export function toTrend({ trend }: Summary): object | null {
  if (trend === undefined) return null;
  const { new: fresh, known, fixed, since } = trend;
  return { new: fresh, known, fixed, since };
}
