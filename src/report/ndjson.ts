import { reported, type ReportHead, type ReportOptions } from '../lint/report.ts';
import { escapeJson } from '../text/escape.ts';
import type { Reporter } from './format.ts';
import { findingWriter } from './print/finding.ts';
import { titlesOf } from './print/title.ts';

/**
 * One finding a line, for tables and pipes, as `schema/ndjson.schema.json` describes it. Each line tells of which run it
 * is, and when the facts were recorded; gaps have no line of their own.
 */
export function openNdjson({ rules }: ReportHead, options: ReportOptions): Reporter {
  const write = findingWriter(rules);
  const titleOf = titlesOf(rules);
  return {
    *part(part) {
      for (const finding of reported(part, options)) {
        const { scope } = finding;
        const recordedAt = part.recordedAt?.[scope] ?? null;
        const line = {
          version: 1,
          runId: options.runId,
          recordedAt,
          scope,
          ...write(finding),
          title: titleOf(finding),
        };
        yield `${escapeJson(JSON.stringify(line))}\n`;
      }
    },
    end: () => [],
  };
}
