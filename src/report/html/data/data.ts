import type { Grouping } from '../../../lint/owner/owners.ts';
import { escapeJson } from '../../../text/escape.ts';
import { rankOf, remedyLines, rowStates } from '../../../model/finding.ts';
import { unknownReasons } from '../../../model/value.ts';
import { toBlocks } from '../../print/blocks/blocks.ts';
import { originLines } from '../../print/blocks/calls.ts';
import { pageUrl } from '../../print/links.ts';
import type { Owned } from '../../groups/owner.ts';
import { wholeMessage } from '../../print/related.ts';
import {
  isActive,
  type KeySummary,
  type Report,
  type ReportedFinding,
} from '../../../lint/report.ts';
import { toDay } from './dates.ts';
import { toFindingColumns, toKeyColumns } from './columns.ts';
import { labelOf } from './label.ts';
import { findLineages } from './lineages.ts';
import {
  kinds,
  statuses,
  type FindingRow,
  type KeyRow,
  type PageData,
  type RuleData,
} from './page-data.ts';
import { describePlace } from '../page/place.ts';
import { rotationsOf } from './rotations.ts';
import { collectTexts, type Texts } from './texts.ts';

/** Everything that the page's script shows; `findings` are those to be reported, in the order of the page. */
export function toPageData(
  report: Report,
  findings: readonly ReportedFinding[],
  grouping?: Grouping,
): PageData {
  const texts = collectTexts();
  const rules = rulesOf(report, findings);
  const ranks = new Map(rules.map(({ id }, rank) => [id, rank]));
  const verdicts = countVerdicts(findings);
  const faults = faultsOf(findings);
  const rows = findings.map((finding) => toFinding(finding, ranks, faults, texts));
  const keys = report.keys.map((key) => toKey(key, verdicts, texts)).toSorted(byVerdicts);
  const lineages = findLineages(report.keys, texts);
  return {
    texts: texts.all,
    asOf: toDay(report.asOf),
    rules,
    groupBy:
      grouping === undefined ? null : grouping.by === 'tag' ? `tag:${grouping.tag}` : grouping.by,
    findings: toFindingColumns(rows),
    keys: toKeyColumns(keys),
    lineages,
  };
}

/** JSON that can stand in a script element: nothing in it can end the element, or be taken for markup. */
export function writePageData(data: PageData): string {
  return escapeJson(JSON.stringify(data)).replaceAll(/[>&]/g, (found) =>
    found === '>' ? '\\u003e' : '\\u0026',
  );
}

/** Those that count first, then failures before the undecided, worst first; else as reported. */
export function orderForReading(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  return findings.toSorted((a, b) =>
    firstOrder(
      Number(isActive(b)) - Number(isActive(a)),
      kinds.indexOf(a.kind) - kinds.indexOf(b.kind),
      rankOf(b.severity) - rankOf(a.severity),
    ),
  );
}

/** The rules that say something in this report, in their own order; one that is not listed comes last. */
function rulesOf({ rules }: Report, findings: readonly ReportedFinding[]): readonly RuleData[] {
  const used = new Set(findings.map(({ ruleId }) => ruleId));
  const listed = rules.filter(({ id }) => used.has(id));
  const ids = new Set(listed.map(({ id }) => id));
  const others = [...used].filter((id) => !ids.has(id)).toSorted();
  return [...listed, ...others.map((id) => ({ id, title: id }))].map(({ id, title }) => ({
    id,
    title,
    url: pageUrl(id),
  }));
}

/** The number of the fault that each finding shows. */
function faultsOf(findings: readonly ReportedFinding[]): ReadonlyMap<ReportedFinding, number> {
  return new Map(
    toBlocks(findings).flatMap((block, i) => block.map((finding) => [finding, i] as const)),
  );
}

function toFinding(
  finding: ReportedFinding,
  ranks: ReadonlyMap<string, number>,
  faults: ReadonlyMap<ReportedFinding, number>,
  texts: Texts,
): FindingRow {
  const { location, suppression } = finding;
  const source = location.kind === 'plan' ? location.source : location;
  const lineNumber = source?.kind === 'source' ? source.line : 0;
  const line = lineNumber === 0 ? null : (finding.sourceLine ?? null);
  const facts = finding.because.map(
    ({ what, reason, at }) =>
      `${what}: ${unknownReasons[reason]} (${describePlace(at, finding.subject)})`,
  );
  return {
    rule: ranks.get(finding.ruleId) ?? -1,
    kind: kinds.indexOf(finding.kind),
    severity: rankOf(finding.severity),
    status: statuses.indexOf(statusOf(finding)),
    subject: texts.idOf(finding.subject),
    account: texts.idOf(finding.account),
    region: texts.idOf(finding.region),
    root: texts.idOf(finding.scope),
    message: texts.idOf(wholeMessage(finding)),
    place: texts.idOf(describePlace(location, finding.subject)),
    origin: texts.idOfLines(originLines(finding)),
    fault: faults.get(finding) ?? -1,
    line: texts.idOf(line === null ? null : line.trim().replaceAll('\t', '  ')),
    lineNumber,
    because: [...new Set(facts)].map((fact) => texts.idOf(fact)),
    remedy: texts.idOfLines(remedyLines(finding.remedy)),
    policies: (finding.policies ?? []).map((row) =>
      [rowStates[row.state], row.old, ...row.new].map((text) => texts.idOf(text)),
    ),
    aliases: (finding.owner?.aliases ?? []).map((name) => texts.idOf(name)),
    ...toOwner(finding, texts),
    reason: texts.idOf(suppression?.reason ?? null),
    fingerprint: finding.fingerprint,
  };
}

function toOwner(
  { owner, accountName }: Owned,
  texts: Texts,
): Pick<FindingRow, 'owner' | 'description' | 'accountName'> {
  const { tags = {}, description = null } = owner ?? {};
  return {
    owner: Object.entries(tags).map(
      ([name, value]) => [texts.idOf(name), texts.idOf(value)] as const,
    ),
    description: texts.idOf(description),
    accountName: texts.idOf(accountName ?? null),
  };
}

function statusOf(finding: ReportedFinding): (typeof statuses)[number] {
  if (finding.suppression !== null) return 'suppressed';
  return isActive(finding) ? 'active' : 'baseline';
}

type Verdicts = ReadonlyMap<string, { failures: number; open: number }>;

function countVerdicts(findings: readonly ReportedFinding[]): Verdicts {
  const counts = new Map<string, { failures: number; open: number }>();
  for (const finding of findings) {
    if (!isActive(finding)) continue;
    const name = `${finding.scope}\n${finding.subject}`;
    const count = counts.get(name) ?? { failures: 0, open: 0 };
    counts.set(name, count);
    if (finding.kind === 'fail') count.failures += 1;
    if (finding.kind === 'open') count.open += 1;
  }
  return counts;
}

function byVerdicts(a: KeyRow, b: KeyRow): number {
  return firstOrder(b.failures - a.failures, b.open - a.open);
}

function toKey(key: KeySummary, verdicts: Verdicts, texts: Texts): KeyRow {
  const { dates } = key;
  const rotations = dates === null ? null : rotationsOf(key);
  return {
    subject: texts.idOf(labelOf(key)),
    account: texts.idOf(key.account),
    region: texts.idOf(key.region),
    facts: factsOf(key).map((fact) => texts.idOf(fact)),
    state: texts.idOf(key.keyState),
    rotation: texts.idOf(describeRotation(key)),
    aliases: key.aliases.map((name) => texts.idOf(name)),
    ...toOwner(key, texts),
    created: toDay(dates?.createdAt),
    rotations: rotations?.map(({ day }) => day) ?? null,
    onDemand: rotations?.flatMap(({ onDemand }, i) => (onDemand ? [i] : [])) ?? [],
    next: toDay(dates?.nextRotationAt),
    expires: toDay(dates?.expiresAt),
    deleted: toDay(dates?.deletionAt),
    ...(verdicts.get(`${key.scope}\n${key.subject}`) ?? { failures: 0, open: 0 }),
  };
}

/** What a reader must know of the kind of key; the usual is left unsaid. */
function factsOf(key: KeySummary): readonly string[] {
  const { keySpec, keyUsage, origin, multiRegionKeyType } = key;
  const facts = [
    keySpec,
    keyUsage === 'ENCRYPT_DECRYPT' ? null : keyUsage,
    origin === 'AWS_KMS' ? null : origin,
    multiRegionKeyType === null ? null : `multi-Region ${multiRegionKeyType}`,
  ];
  return facts.filter((fact) => fact !== null);
}

function describeRotation({ rotationEnabled, rotationPeriodInDays }: KeySummary): string {
  if (rotationEnabled === null) return 'automatic rotation not known';
  if (!rotationEnabled) return 'no automatic rotation';
  return rotationPeriodInDays === null
    ? 'rotates automatically'
    : `rotates every ${rotationPeriodInDays} days`;
}

function firstOrder(...orders: readonly number[]): number {
  return orders.find((order) => order !== 0) ?? 0;
}
