import { resolve } from 'node:path';
import { rootModuleOf } from './address.ts';
import type { Comparing } from './baseline/index.ts';
import type { Config } from './config/config.ts';
import { isInside } from './config/find.ts';
import { reachesPath } from './config/reach.ts';
import type { Finding } from '../model/finding.ts';
import type { ReadOptions } from '../read/options.ts';
import { sourceLineReader } from '../read/source-lines.ts';
import type { RunOptions } from './options.ts';
import { nameAccounts, noteNames } from './owner/owned.ts';
import { suppressionsOf, type Dated, type Made } from './parts/piece.ts';
import { summarize } from './parts/summary.ts';
import { isActive, type KeySummary, type ReportedFinding, type ReportPart } from './report.ts';
import { openEnding, type Ending } from './suppress/index.ts';
import { countTrend } from './trend/counts.ts';

/** What goes on from one part of a run to the next. */
export interface Stages {
  readonly ending: Ending;
  readonly comparing: Comparing | null;
  readonly lineAt: ReturnType<typeof sourceLineReader>;
  /** How often each fingerprint was given where no account tells findings apart. */
  readonly fingerprints: Map<string, number>;
  /** Names of the accounts that were read so far, by their numbers. */
  readonly accountNames: Map<string, string>;
}

export async function openStages(options: Dated): Promise<Stages> {
  const { baseline = null, directory, rules } = options;
  return {
    ending: openEnding(suppressionsOf(options), options),
    comparing:
      baseline === null
        ? null
        : (await import('./baseline/index.ts')).openComparing(baseline, rules, directory),
    lineAt: sourceLineReader(directory),
    fingerprints: new Map(),
    accountNames: new Map(),
  };
}

/** Makes the next part of the report of a piece. */
export async function toPart(
  { piece, keys: keysOf }: Made,
  stages: Stages,
  options: Dated,
  isLast: boolean,
): Promise<{ readonly part: ReportPart; readonly ignored: readonly string[] }> {
  const { needed, ignored, scopes, unread, counted, accepted, since, ...rest } = piece;
  stages.ending.add(needed);
  const { shard = null } = options;
  // Of a part of the accounts nobody can tell which suppressions the others need; what else is wrong, one part tells.
  const isEnd = isLast && (shard === null || shard.index === 0);
  const coverage = { isAll: shard === null, isWhole: isWhole(options) };
  const all = isEnd ? stages.ending.end(piece.findings, coverage) : piece.findings;
  noteNames(scopes, stages.accountNames);
  const reported = report(
    { findings: all, ignored, scopes, gaps: unread },
    stages,
    options.directory,
  );
  const told = nameAccounts(reported, stages.accountNames);
  const findings = (await options.suggest?.(told)) ?? told;
  const { gaps, unmanaged } = piece;
  let keys: readonly KeySummary[] | null = null;
  const part: ReportPart = {
    ...rest,
    findings,
    get keys() {
      return (keys ??= nameAccounts(keysOf(), stages.accountNames));
    },
    summary: {
      ...summarize(findings, gaps, counted, 0, accepted, unmanaged?.length ?? null),
      ...(since === null
        ? {}
        : { trend: countTrend(findings.filter(isFailure), piece.fixed ?? [], since) }),
    },
  };
  return { part, ignored: namesOf(ignored) };
}

/** Findings as they are reported: with their states in the baseline, and with the lines that they point at. */
function report(
  part: Parameters<Comparing['apply']>[0],
  { comparing, lineAt }: Stages,
  directory: string,
): readonly ReportedFinding[] {
  const compared: readonly ReportedFinding[] =
    comparing?.apply(part) ?? part.findings.map((finding) => ({ ...finding, baselineState: null }));
  const roots = new Map(part.scopes.map((scope) => [scope.id, rootModuleOf(scope, directory)]));
  return compared.map((finding) => ({
    ...finding,
    rootModule: roots.get(finding.scope) ?? null,
    sourceLine: isPrintedWithLine(finding) ? lineAt(finding.location) : null,
  }));
}

function isFailure(finding: ReportedFinding): boolean {
  return finding.kind === 'fail' && isActive(finding);
}

/** A subject is named once for each scope that has it. */
function namesOf(findings: readonly Finding[]): readonly string[] {
  const names = findings.map(({ scope, subject }): [string, string] => [
    `${scope}\n${subject}`,
    subject,
  ]);
  return [...new Map(names).values()];
}

export function ignoring(config: Config | null): Pick<ReadOptions, 'isIgnored'> {
  if (config === null || config.ignore.paths.length === 0) return {};
  return { isIgnored: reachesPath(config.ignore.paths, config.base) };
}

/** Passes are evidence, and need no line to look at. */
function isPrintedWithLine({ kind }: Finding): boolean {
  return kind === 'fail' || kind === 'open';
}

/** Whether some input is a directory that holds all that lies beside or below the configuration file. */
function isWhole({ config = null, inputs, directory }: RunOptions): boolean {
  if (config === null) return false;
  return inputs.some((input) => input !== '-' && isInside(config.base, resolve(directory, input)));
}
