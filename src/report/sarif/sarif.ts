import type {
  Fix,
  Invocation,
  Location as SarifLocation,
  Log,
  Notification,
  ReportingDescriptor,
  Result,
  Suppression,
} from 'sarif';
import { remedyLines, type RelatedPlace } from '../../model/finding.ts';
import type { Gap } from '../../model/inventory.ts';
import { unknownReasons, type UnknownReason } from '../../model/value.ts';
import type { Rule } from '../../rule/rule.ts';
import { homepage } from '../print/links.ts';
import { toOwner } from '../groups/owner.ts';
import { causesOf, describeCause, type Cause } from '../print/causes.ts';
import {
  failsOpen,
  type FailOnOpen,
  type ReportedFinding,
  type ReportOptions,
  type ReportHead,
} from '../../lint/report.ts';
import type { Reporter } from '../format.ts';
import { openList, printJson } from '../print/json-list.ts';
import { openSpool } from '../print/spool.ts';
import { callsOf, describeWay, plain, toCall } from './calls.ts';
import { hasLine, root, toLocations, toRange } from './location.ts';
import { levels, securitySeverities, toDescriptor } from './rule.ts';

/**
 * The report as SARIF 2.1.0, for code scanning. It has no `automationDetails`: they would override the
 * category that a workflow gives its upload.
 */
export function openSarif(
  head: ReportHead,
  { failOnOpen }: ReportOptions,
  pageOf: (ruleId: string) => string,
): Reporter {
  const results = openList(3);
  // Results stand last in a run, behind what is known when all was judged.
  const spool = openSpool();
  return {
    part: ({ findings }) => {
      for (const finding of findings) {
        if (isAlert(finding, failOnOpen)) spool.add(results.add(toResult(finding, head.rules)));
      }
      return [];
    },
    *end({ gaps }) {
      const [before = '', after = ''] = printLog(head, gaps, pageOf).split(placeholder);
      yield before;
      yield* spool.take();
      yield `${results.end()}${after}`;
    },
  };
}

/** The log around its results. */
function printLog(
  { tool: { name, version }, rules }: ReportHead,
  gaps: readonly Gap[],
  pageOf: (ruleId: string) => string,
): string {
  const reasons = [...new Set(gaps.map(({ reason }) => reason))].toSorted();
  const log: Log = {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [
      {
        tool: {
          driver: {
            name,
            version,
            semanticVersion: version,
            informationUri: homepage,
            rules: rules.map((rule) => toDescriptor(rule, pageOf(rule.id))),
            notifications: reasons.map(describeReason),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          [root]: { description: { text: 'the directory that kmslint was started in' } },
        },
        invocations: [toInvocation(gaps, reasons)],
        results: [],
      },
    ],
  };
  const text = `${printJson(log, 0)}\n`;
  const at = text.lastIndexOf('[]');
  return `${text.slice(0, at)}${placeholder}${text.slice(at + 2)}`;
}

/** No JSON holds it: a control character is escaped in every text. */
const placeholder = '\0';

/** GitHub makes an alert of every result, whatever its kind; so an open verdict is one only if it fails the run. */
function isAlert({ kind, isTold, ruleId }: ReportedFinding, failOnOpen: FailOnOpen): boolean {
  return kind === 'fail' || (kind === 'open' && failsOpen(failOnOpen, ruleId) && isTold !== true);
}

function toResult(finding: ReportedFinding, rules: readonly Rule[]): Result {
  const { ruleId, kind, severity, subject, rootModule = null } = finding;
  const baselineState = finding.baselineState ?? finding.previousState ?? null;
  const ruleIndex = rules.findIndex(({ id }) => id === ruleId);
  const rule = rules[ruleIndex];
  const [location, ...others] = toLocations(finding.location, subject);
  const calls = callsOf(finding);
  const related = [...calls.map(toCall), ...others, ...(finding.related ?? []).flatMap(toRelated)];
  const properties = {
    ...(rule !== undefined && hasOneSeverity(rule, finding)
      ? {}
      : { 'security-severity': securitySeverities[severity] }),
    ...(finding.environments === undefined ? {} : { environments: [...finding.environments] }),
    ...(rootModule === null ? {} : { rootModule }),
    ...toKnownOwner(finding),
  };
  return {
    ruleId,
    ...(rule === undefined ? {} : { ruleIndex }),
    kind: kind === 'open' ? 'open' : 'fail',
    level: kind === 'open' ? 'none' : levels[severity],
    message: {
      text: [
        plain(`${subject}: ${finding.message}`),
        ...describeWay(finding, calls),
        ...fixOf(finding).map(plain),
      ].join('\n'),
    },
    locations: location === undefined ? [] : [location],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    ...toFixes(finding),
    partialFingerprints: toFingerprints(finding),
    suppressions: toSuppressions(finding),
    ...(baselineState === null ? {} : { baselineState }),
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
  };
}

/** Whose it is, without what is not known. */
function toKnownOwner(finding: ReportedFinding): object {
  const { aliases, description, ownerTags, accountName } = toOwner(finding);
  return {
    ...(aliases.length === 0 ? {} : { aliases }),
    ...(description === null ? {} : { description }),
    ...(Object.keys(ownerTags).length === 0 ? {} : { ownerTags }),
    ...(accountName === null ? {} : { accountName }),
  };
}

/** What is seen elsewhere, at the first of its places. */
function toRelated({ message, subject, location }: RelatedPlace): readonly SarifLocation[] {
  const [first] = toLocations(location, subject);
  return first === undefined
    ? []
    : [{ ...first, message: { text: plain(`${subject}: ${message}`) } }];
}

/** The edits of files that mend it, as one fix. */
function toFixes({ edits = [] }: ReportedFinding): { readonly fixes?: Fix[] } {
  const artifactChanges = edits.map(({ at, text }) => {
    const { artifactLocation, region } = toRange(at);
    return {
      artifactLocation: artifactLocation ?? {},
      replacements: [{ deletedRegion: region ?? {}, insertedContent: { text } }],
    };
  });
  return edits.length === 0 ? {} : { fixes: [{ artifactChanges }] };
}

/** GitHub shows the message whole, line breaks too; SARIF's own fixes are edits of files, and these are none. */
function fixOf({ remedy = [] }: ReportedFinding): readonly string[] {
  return remedy.length === 0 ? [] : ['', 'To fix:', ...remedyLines(remedy)];
}

function hasOneSeverity({ severity, otherSeverities = [] }: Rule, finding: ReportedFinding) {
  return otherSeverities.length === 0 && severity === finding.severity;
}

/**
 * GitHub tells alerts of one rule apart by a hash of the line. Everything in a plan or a snapshot is said
 * to be in its first line, so there the fingerprint takes the place of that hash.
 */
function toFingerprints({ fingerprint, location }: ReportedFinding): Record<string, string> {
  const own = { 'kmslintFingerprint/v1': fingerprint };
  return hasLine(location) ? own : { ...own, primaryLocationLineHash: `${fingerprint}:1` };
}

/** Empty where nobody suppressed it: a result without the list would leave that open. */
function toSuppressions({ suppression }: ReportedFinding): Suppression[] {
  if (suppression === null) return [];
  const kind = suppression.kind === 'inline' ? 'inSource' : 'external';
  return [{ kind, status: 'accepted', justification: suppression.reason }];
}

/** Gaps make a run incomplete: what it does not report may still be there. */
function toInvocation(gaps: readonly Gap[], reasons: readonly UnknownReason[]): Invocation {
  return {
    executionSuccessful: gaps.length === 0,
    toolExecutionNotifications: causesOf(gaps).map((cause) => toNotification(cause, reasons)),
  };
}

/** One cause, and every place where it is met. */
function toNotification(cause: Cause, reasons: readonly UnknownReason[]): Notification {
  const [{ reason }] = cause;
  return {
    level: 'error',
    message: { text: plain(describeCause(cause)) },
    locations: cause.flatMap(({ at, what }) => toLocations(at, what)),
    descriptor: { id: reason, index: reasons.indexOf(reason) },
  };
}

function describeReason(reason: UnknownReason): ReportingDescriptor {
  return { id: reason, shortDescription: { text: `not read: ${unknownReasons[reason]}` } };
}
