import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import type { Log, Result } from 'sarif';
import type { Report, ReportedFinding, ReportOptions } from '../../../src/lint/report.ts';
import { finding, quiet, report } from './report-samples.ts';
import { renderSarif } from './render.ts';

export const page = '# rule\n\nFinds [keys](x.md)\nwithout `rotation`.\n\n## Why\n\n| a | b |\n';

const validate = compileOasisSchema();

/** The schema is written for draft 4, which differs in nothing that it uses but the name of its id. */
function compileOasisSchema() {
  const file = '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
  const text = readFileSync(createRequire(import.meta.url).resolve(file), 'utf8');
  const { $schema: _, id: __, ...schema } = JSON.parse(text);
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  formats.default(ajv);
  return ajv.compile(schema);
}

export function render(value: Report, options: Partial<ReportOptions> = {}): Log {
  return JSON.parse(renderSarif(value, { ...quiet, ...options }, () => page));
}

export function runOf(value: Report, options: Partial<ReportOptions> = {}): Log['runs'][number] {
  const [run] = render(value, options).runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

export function resultOf(members: Partial<ReportedFinding>, options = {}): Result {
  const [result] = runOf(report([finding(members)]), options).results ?? [];
  if (result === undefined) throw new Error('no result');
  return result;
}

export function errorsOf(value: unknown): readonly string[] {
  validate(value);
  return (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message}`);
}

/** The beginning of a location. */
export function at(uri: string, startLine: number, uriBaseId?: string) {
  const artifactLocation = uriBaseId === undefined ? { uri } : { uri, uriBaseId };
  return { physicalLocation: { artifactLocation, region: { startLine } } };
}
