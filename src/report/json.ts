import type { Gap, UnreadModule } from '../model/inventory.ts';
import type { KeyDates, KeySummary, ReportEnd, ReportHead, ReportOptions } from '../lint/report.ts';
import { percentageOf, reported, type ControlCounts } from '../lint/report.ts';
import type { Reporter } from './format.ts';
import { findingWriter, toLocation } from './print/finding.ts';
import { openList, printJson } from './print/json-list.ts';
import { toOwner } from './groups/owner.ts';
import { openSpool } from './print/spool.ts';
import { toFixed, toScan, toTrend } from './trend/json.ts';

// Every member is named here, never spread from the model: what the model learns later stays inside until
// somebody decides that it may leave, and the parts of a half-known text, which may be secret, never do.

/** The report for programs, as `schema/report.schema.json` describes it. Keys stand behind all findings. */
export function openJson(head: ReportHead, options: ReportOptions): Reporter {
  const { name, version } = head.tool;
  const write = findingWriter(head.rules);
  const [findings, gaps, keys] = [openList(1), openList(1), openList(1)];
  const [later, unmanaged, gone] = [openSpool(), openSpool(), openSpool()];
  const [fixed, scans] = [openList(1), openList(1)];
  let isCompared = false;
  let listed = 0;
  const opening = `{\n  "version": 1,\n  "tool": ${printJson({ name, version }, 1)},\n  "findings": `;
  let isOpen = false;
  function* open(): Generator<string> {
    if (!isOpen) yield opening;
    isOpen = true;
  }
  return {
    *part(part) {
      yield* open();
      for (const finding of reported(part, options)) yield findings.add(write(finding));
      for (const key of part.keys) later.add(keys.add(toKey(key)));
      isCompared ||= part.fixed !== undefined;
      for (const one of part.fixed ?? []) gone.add(fixed.add(toFixed(one)));
      for (const arn of part.unmanaged ?? []) {
        unmanaged.add(`${listed === 0 ? '' : ','}\n    ${printJson(arn, 2)}`);
        listed += 1;
      }
    },
    *end(end) {
      yield* open();
      yield `${findings.end()},\n  "gaps": `;
      for (const gap of end.gaps) yield gaps.add(toGap(gap));
      yield `${gaps.end()},\n  "keys": `;
      yield* later.take();
      yield `${keys.end()},\n  "unmanaged": `;
      if (listed === 0) yield end.summary.unmanaged === null ? 'null' : '[]';
      else {
        yield '[';
        yield* unmanaged.take();
        yield '\n  ]';
      }
      yield ',\n  "fixed": ';
      yield* gone.take();
      yield `${isCompared ? fixed.end() : 'null'},\n  "scans": `;
      for (const scan of end.scans ?? []) yield scans.add(toScan(scan));
      yield `${scans.end()},\n  "controls": ${printJson((end.controls ?? []).map(toControl), 1)},\n  "summary": ${printJson(toSummary(end), 1)}\n}\n`;
    },
  };
}

function toControl(counts: ControlCounts): object {
  const { control, rules, pass, fail, open, notApplicable } = counts;
  const percentage = percentageOf(counts);
  return { control, rules, pass, fail, open, notApplicable, percentage };
}

function toGap({ reason, what, hides, modules = [], at, unanswered, opens }: Gap): object {
  const { subject = null, count = Math.max(1, modules.length), keys = [] } = unanswered ?? {};
  return {
    reason,
    what,
    hides,
    subject,
    count,
    keys,
    modules: modules.map(toModule),
    rules: opens?.rules ?? [],
    undecided: opens?.verdicts ?? 0,
    location: toLocation(at),
  };
}

function toModule({ address, source, version, cause, at }: UnreadModule): object {
  return { address, source, version, cause, location: toLocation(at) };
}

function toKey(key: KeySummary): object {
  return {
    subject: key.subject,
    source: key.source,
    scope: key.scope,
    account: key.account,
    region: key.region,
    keyId: key.keyId,
    keySpec: key.keySpec,
    keyUsage: key.keyUsage,
    origin: key.origin,
    keyState: key.keyState,
    multiRegionKeyType: key.multiRegionKeyType,
    rotationEnabled: key.rotationEnabled,
    rotationPeriodInDays: key.rotationPeriodInDays,
    dates: key.dates === null ? null : toDates(key.dates),
    ...toOwner(key),
    aliases: key.aliases,
    successors: key.successors.map(({ subject, evidence, certain }) => ({
      subject,
      evidence,
      certain,
    })),
  };
}

function toDates(dates: KeyDates): object {
  return {
    createdAt: dates.createdAt,
    deletionAt: dates.deletionAt,
    expiresAt: dates.expiresAt,
    nextRotationAt: dates.nextRotationAt,
    rotations: dates.rotations?.map(({ at, type }) => ({ at, type })) ?? null,
  };
}

function toSummary({ summary }: ReportEnd): object {
  const { info, low, medium, high, critical } = summary.bySeverity;
  return {
    keys: summary.keys,
    fail: summary.fail,
    open: summary.open,
    suppressed: summary.suppressed,
    unchanged: summary.unchanged,
    ignored: summary.ignored,
    gaps: summary.gaps,
    modulesNotRead: summary.modulesNotRead,
    unmanaged: summary.unmanaged,
    trend: toTrend(summary),
    bySeverity: { critical, high, medium, low, info },
  };
}
