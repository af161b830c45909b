import type { Report } from '../../../src/lint/report.ts';
import { judge, type RunOptions } from '../../../src/lint/run.ts';

/** Judges inputs, and puts the parts of the report together. */
export async function wholeReport(options: RunOptions): Promise<Report> {
  const judging = judge(options);
  const parts = [];
  for (;;) {
    const { done, value } = await judging.next();
    if (done !== true) {
      parts.push(value);
      continue;
    }
    return {
      ...value,
      tool: { name: 'kmslint', version: options.version },
      rules: options.rules,
      findings: parts.flatMap(({ findings }) => findings),
      keys: parts.flatMap(({ keys }) => keys),
      recordedAt: Object.assign({}, ...parts.map(({ recordedAt }) => recordedAt)),
    };
  }
}
