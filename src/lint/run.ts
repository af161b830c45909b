import { resolve } from 'node:path';
import type { BaselineUpdate } from './baseline/index.ts';
import { showPath } from './config/find.ts';
import { addControls, type ControlCounts } from './controls.ts';
import type { Gap } from '../model/inventory.ts';
import { repositoryOf } from '../read/input/root-module.ts';
import { addSummaries, emptySummary, type ReportEnd, type ReportPart } from './report.ts';
import { readBatches } from '../read/batches.ts';
import { compareText } from '../text/compare.ts';
import { ignoring, judgeBatch, openStages, type RunOptions } from './part.ts';

export type { RunOptions } from './part.ts';

/** The end of a report, and the baseline that is to be written. */
export interface RunEnd extends ReportEnd {
  readonly baselineUpdate: BaselineUpdate | null;
}

/**
 * Reads the inputs, judges what belongs together, tells the result, and lets it go before it reads on: memory follows
 * the largest account, and not the organisation.
 */
export async function* judge(options: RunOptions): AsyncGenerator<ReportPart, RunEnd> {
  const { config = null } = options;
  const stages = await openStages(options);
  const gaps: Gap[] = [];
  const passedOver: string[] = [];
  const dates: string[] = [];
  let controls: readonly ControlCounts[] = [];
  let summary = emptySummary;
  let extra = options.gaps ?? [];
  const monitors = options.rules.some(({ needs = [] }) => needs.includes('monitor'));
  const batches = readBatches(options.inputs, { ...options, monitors, ...ignoring(config) });
  for await (const batch of batches) {
    const { part, ignored } = await judgeBatch(batch, extra, stages, options);
    extra = [];
    passedOver.push(...batch.ignored, ...ignored);
    gaps.push(...part.gaps);
    summary = addSummaries(summary, part.summary);
    controls = addControls([controls, part.controls ?? []]);
    if (typeof part.asOf === 'string') dates.push(part.asOf);
    yield part;
  }
  return {
    gaps,
    ...(passedOver.length === 0 ? {} : { ignored: passedOver }),
    asOf: dates.toSorted(compareText).at(-1) ?? null,
    controls,
    summary: { ...summary, ignored: passedOver.length },
    baselineUpdate: stages.comparing?.end(wholeOf(options)) ?? null,
  };
}

/** Where the baseline may drop what was not found again. */
function wholeOf({ config = null, directory, inputs }: RunOptions) {
  const repository = repositoryOf(directory) ?? directory;
  const { isIgnored = () => false } = ignoring(config);
  return {
    directories: inputs
      .filter((input) => input !== '-')
      .map((input) => showPath(resolve(directory, input), repository)),
    isPassedOver: (place: string) => isIgnored(resolve(repository, place)),
  };
}
