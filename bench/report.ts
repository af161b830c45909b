import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rules } from '../rules/index.ts';
import { completeOptions } from '../src/rule/options.ts';
import { formats, openReport } from '../src/report/index.ts';
import type { ReportEnd, ReportOptions, ReportPart } from '../src/lint/report.ts';
import { judge } from '../src/lint/run.ts';

// What each format costs for 10,000 findings, against the check that found them: reading the plan and judging it.

const count = 10_000;
const runs = Number(process.env.BENCH_RUNS ?? 3);
const limits: Readonly<Record<string, number>> = { html: 1 };

const options: ReportOptions = {
  all: false,
  failOnOpen: false,
  color: false,
  verbose: false,
  quiet: false,
  time: '2026-03-01T12:00:00.000Z',
  runId: 'bench',
};

/** A plan of keys whose rotation is turned off, one finding for each; half of them exist and have an account. */
function planOf(keys: number): string {
  const resources = Array.from({ length: keys }, (_, index) => {
    const id = `1234abcd-12ab-34cd-56ef-${String(index).padStart(12, '0')}`;
    const isOld = index % 2 === 0;
    const identity = {
      arn: `arn:aws:kms:eu-west-1:111122223333:key/${id}`,
      id,
      key_id: id,
      multi_region: false,
      rotation_period_in_days: 0,
    };
    const after = {
      customer_master_key_spec: 'SYMMETRIC_DEFAULT',
      enable_key_rotation: false,
      is_enabled: true,
      key_usage: 'ENCRYPT_DECRYPT',
      custom_key_store_id: null,
      ...(isOld ? identity : {}),
    };
    const unknown = Object.fromEntries(Object.keys(identity).map((name) => [name, true]));
    return { name: `key_${index}`, after, unknown: isOld ? {} : unknown, isOld };
  });
  const head = ({ name }: { name: string }) => ({
    address: `aws_kms_key.${name}`,
    mode: 'managed',
    type: 'aws_kms_key',
    name,
  });
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: {
      root_module: { resources: resources.map((r) => ({ ...head(r), values: r.after })) },
    },
    resource_changes: resources.map((resource) => ({
      ...head(resource),
      provider_name: 'registry.terraform.io/hashicorp/aws',
      change: {
        actions: [resource.isOld ? 'no-op' : 'create'],
        before: resource.isOld ? resource.after : null,
        after: resource.after,
        after_unknown: resource.unknown,
      },
    })),
    configuration: {
      provider_config: {
        aws: { name: 'aws', expressions: { region: { constant_value: 'eu-west-1' } } },
      },
      root_module: {
        resources: resources.map((resource) => ({
          ...head(resource),
          provider_config_key: 'aws',
          expressions: { enable_key_rotation: { constant_value: false } },
        })),
      },
    },
    applyable: true,
    complete: true,
    errored: false,
  });
}

/** What a plan gives: one part, and the end. */
async function check(
  directory: string,
): Promise<{ readonly part: ReportPart; readonly end: ReportEnd }> {
  const judging = judge({
    directory,
    inputs: ['plan.json'],
    rules: rules.filter(({ isOptIn }) => isOptIn !== true),
    optionsOf: (rule) => completeOptions(rule, {}),
    version: '0.0.0',
    stdin: process.stdin,
    assignments: [],
    environment: {},
    inlineSuppressions: true,
  });
  const first = await judging.next();
  const last = await judging.next();
  if (first.done === true || last.done !== true) throw new Error('a plan is one part');
  return { part: first.value, end: last.value };
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

async function timed<T>(work: () => T | Promise<T>): Promise<readonly [number, T]> {
  const started = performance.now();
  const result = await work();
  return [performance.now() - started, result];
}

const directory = mkdtempSync(join(tmpdir(), 'kmslint-bench-'));
try {
  writeFileSync(join(directory, 'plan.json'), planOf(count));
  const samples = new Map<string, { readonly ratios: number[]; readonly times: number[] }>();
  const checks: number[] = [];
  const sizes = new Map<string, number>();
  for (let i = 0; i <= runs; i++) {
    const [checking, { part, end }] = await timed(() => check(directory));
    if (end.summary.fail !== count) throw new Error(`${end.summary.fail} findings`);
    const [summarizing, keys] = await timed(() => part.keys);
    if (i > 0) checks.push(checking);
    for (const format of formats) {
      let usesKeys = false;
      const watched: ReportPart = Object.create(part, {
        keys: {
          get: () => {
            usesKeys = true;
            return keys;
          },
        },
      });
      const head = { tool: { name: 'kmslint', version: '0.0.0' }, rules } as const;
      const [writing, text] = await timed(async () => {
        const reporter = await openReport(format, head, options);
        return [...reporter.part(watched), ...reporter.end(end)].join('');
      });
      sizes.set(format, Buffer.byteLength(text));
      if (i === 0) continue;
      // Worked out once in a run, and paid for here by every format that asks for it.
      const time = writing + (usesKeys ? summarizing : 0);
      const { ratios, times } = samples.get(format) ?? { ratios: [], times: [] };
      samples.set(format, { ratios: [...ratios, time / checking], times: [...times, time] });
    }
  }
  console.log(
    `${count} findings; median of ${runs} runs; the check takes ${median(checks).toFixed(0)} ms\n`,
  );
  for (const [format, { ratios, times }] of samples) {
    const [ratio, limit] = [median(ratios), limits[format] ?? 0.5];
    const size = (sizes.get(format) ?? 0) / 1e6;
    console.log(
      [
        format.padEnd(8),
        `${median(times).toFixed(0)} ms`.padStart(8),
        `${size.toFixed(1)} MB`.padStart(8),
        `${ratio.toFixed(3)} × (limit ${limit} ×)${ratio > limit ? ' TOO SLOW' : ''}`,
      ].join('  '),
    );
    if (ratio > limit) process.exitCode = 1;
  }
} finally {
  rmSync(directory, { recursive: true });
}
