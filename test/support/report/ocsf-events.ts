import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { rules } from '../../../rules/index.ts';
import { check } from '../../../src/lint/check.ts';
import { summarizeKeys } from '../../../src/lint/keys.ts';
import type { Report, ReportedFinding, ReportOptions } from '../../../src/lint/report.ts';
import { emptyInventory } from '../../../src/model/inventory.ts';
import { openOcsf } from '../../../src/report/ocsf/ocsf.ts';
import { completeOptions } from '../../../src/rule/options.ts';
import {
  casesOf,
  examplesOf,
  readAccount,
  readOptions,
  readStates,
  type Example,
} from '../judge/examples.ts';
import { textOf } from './render.ts';
import { finding, quiet, report } from './report-samples.ts';

// OCSF events, and the schema of their class.

const schemaFile = new URL('ocsf/compliance-finding.schema.json', import.meta.url);

// An attribute has a type beside `$ref`, titles and "deprecated": all plain JSON Schema of 2020-12.
const validate = new Ajv2020({ allErrors: true, strict: false }).compile(
  JSON.parse(readFileSync(schemaFile, 'utf8')),
);

/** What is wrong with an event, by the schema of OCSF. */
export function eventErrors(event: unknown): readonly string[] {
  validate(event);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

export type Event = Readonly<Record<string, unknown>>;

/** The events of a report, each of which must be a line. */
export function eventsOf(value: Report, options: Partial<ReportOptions> = {}): readonly Event[] {
  const text = textOf(openOcsf(value, { ...quiet, ...options }), value);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line): Event => JSON.parse(line));
}

/** What every example of every rule says, as a report: each rule, and each kind of verdict that it has. */
export async function exampleReports(): Promise<readonly Report[]> {
  const reports: Report[] = [];
  for (const rule of rules.filter(({ about }) => about === undefined)) {
    const { folder } = examplesOf(rule);
    for (const example of casesOf(rule)) reports.push(await judgeExample(rule, folder, example));
  }
  const about = rules.filter((rule) => rule.about === 'suppressions');
  return [...reports, { ...report(about.map(({ id }) => finding({ ruleId: id }))), rules }];
}

async function judgeExample(
  rule: (typeof rules)[number],
  folder: URL,
  example: Example,
): Promise<Report> {
  const states = await readStates(folder, example);
  const { present, prior, lastKnown = emptyInventory } = states;
  const findings = check(present, {
    rules: [rule],
    prior,
    lastKnown,
    account: readAccount(folder, example),
    optionsOf: (one) => completeOptions(one, readOptions(folder, example.name)),
  });
  const told = findings.map((one): ReportedFinding => ({
    ...one,
    suppression: null,
    baselineState: null,
  }));
  const times = present.scopes.flatMap(({ id, recordedAt }) =>
    recordedAt === undefined ? [] : [[id, recordedAt] as const],
  );
  return {
    ...report(told, [], summarizeKeys(present, prior)),
    rules,
    recordedAt: Object.fromEntries(times),
  };
}
