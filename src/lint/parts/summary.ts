import type { Severity } from '../../model/finding.ts';
import type { Gap } from '../../model/inventory.ts';
import { isActive, type ReportedFinding, type Summary } from '../report.ts';
import { addTrends } from '../trend/counts.ts';

/** The counts of a part of a run. */
export function summarize(
  findings: readonly ReportedFinding[],
  gaps: readonly Gap[],
  keys: number,
  ignored: number = 0,
  accepted: number = 0,
  unmanaged: number | null = null,
): Summary {
  const active = findings.filter(isActive);
  const failures = active.filter(({ kind }) => kind === 'fail');
  const count = (severity: Severity): number =>
    failures.filter((finding) => finding.severity === severity).length;
  return {
    keys,
    fail: failures.length,
    open: active.filter(({ kind }) => kind === 'open').length,
    suppressed: findings.filter(({ suppression }) => suppression !== null).length + accepted,
    unchanged: findings.filter(
      ({ suppression, baselineState }) => suppression === null && baselineState === 'unchanged',
    ).length,
    ignored,
    gaps: gaps.length,
    gapsAboutModules: gaps.filter(({ modules }) => modules !== undefined).length,
    modulesNotRead: gaps.reduce((sum, { modules = [] }) => sum + modules.length, 0),
    unmanaged,
    bySeverity: {
      info: count('info'),
      low: count('low'),
      medium: count('medium'),
      high: count('high'),
      critical: count('critical'),
    },
  };
}

export const emptySummary: Summary = summarize([], [], 0);

/** The counts of two parts together. */
export function addSummaries(a: Summary, b: Summary): Summary {
  return {
    keys: a.keys + b.keys,
    fail: a.fail + b.fail,
    open: a.open + b.open,
    suppressed: a.suppressed + b.suppressed,
    unchanged: a.unchanged + b.unchanged,
    ignored: a.ignored + b.ignored,
    gaps: a.gaps + b.gaps,
    gapsAboutModules: a.gapsAboutModules + b.gapsAboutModules,
    modulesNotRead: a.modulesNotRead + b.modulesNotRead,
    unmanaged:
      a.unmanaged === null && b.unmanaged === null ? null : (a.unmanaged ?? 0) + (b.unmanaged ?? 0),
    ...addTrends(a.trend, b.trend),
    bySeverity: {
      info: a.bySeverity.info + b.bySeverity.info,
      low: a.bySeverity.low + b.bySeverity.low,
      medium: a.bySeverity.medium + b.bySeverity.medium,
      high: a.bySeverity.high + b.bySeverity.high,
      critical: a.bySeverity.critical + b.bySeverity.critical,
    },
  };
}
