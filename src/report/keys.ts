import { severities } from '../model/finding.ts';
import { isAccountable, isActive } from '../lint/report.ts';
import type {
  KeySummary,
  ReportedFinding,
  ReportHead,
  ReportOptions,
  ReportPart,
} from '../lint/report.ts';
import { escapeJson } from '../text/escape.ts';
import type { Reporter } from './format.ts';
import { groupBy } from './print/group.ts';

/**
 * One key a line, for tables, as `schema/keys.schema.json` describes it: what it is, when it rotates, whose it is, and how
 * many verdicts there are about it.
 */
export function openKeys(_: ReportHead, { runId }: ReportOptions): Reporter {
  return {
    *part(part: ReportPart) {
      const verdicts = groupBy(part.findings, nameOf);
      for (const key of part.keys) {
        const recordedAt = part.recordedAt?.[key.scope] ?? null;
        const row = toRow(key, verdicts.get(nameOf(key)) ?? []);
        yield `${escapeJson(JSON.stringify({ version: 1, runId, recordedAt, ...row }))}\n`;
      }
    },
    end: () => [],
  };
}

function nameOf({ scope, subject }: { readonly scope: string; readonly subject: string }): string {
  return `${scope}\n${subject}`;
}

function toRow(key: KeySummary, verdicts: readonly ReportedFinding[]): object {
  const { dates } = key;
  const last = dates?.rotations?.at(-1) ?? null;
  return {
    account: key.account,
    region: key.region,
    subject: key.subject,
    source: key.source,
    scope: key.scope,
    keyId: key.keyId,
    keySpec: key.keySpec,
    keyUsage: key.keyUsage,
    origin: key.origin,
    keyState: key.keyState,
    multiRegionKeyType: key.multiRegionKeyType,
    rotationEnabled: key.rotationEnabled,
    rotationPeriodInDays: key.rotationPeriodInDays,
    createdAt: dates?.createdAt ?? null,
    lastRotationAt: last?.at ?? null,
    nextRotationAt: dates?.nextRotationAt ?? null,
    expiresAt: dates?.expiresAt ?? null,
    deletionAt: dates?.deletionAt ?? null,
    aliases: key.aliases,
    successors: key.successors.map(({ subject }) => subject),
    ownerTags: key.ownerTags ?? {},
    description: key.owner?.description ?? null,
    accountName: key.accountName ?? null,
    verdicts: toCounts(key, verdicts),
  };
}

function toCounts({ tally }: KeySummary, verdicts: readonly ReportedFinding[]): object {
  const active = verdicts.filter(isActive);
  const failures = active.filter(({ kind }) => kind === 'fail');
  const bySeverity = severities
    .toReversed()
    .map((name) => [name, failures.filter(({ severity }) => severity === name).length]);
  return {
    fail: failures.length,
    open: verdicts.filter((verdict) => verdict.kind === 'open' && isAccountable(verdict)).length,
    suppressed: verdicts.filter(({ suppression }) => suppression !== null).length,
    unchanged: verdicts.filter(
      ({ suppression, baselineState }) => suppression === null && baselineState === 'unchanged',
    ).length,
    pass: tally?.pass ?? 0,
    notApplicable: tally?.notApplicable ?? 0,
    bySeverity: Object.fromEntries(bySeverity),
  };
}
