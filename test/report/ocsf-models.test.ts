import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { python } from '../support/aws/moto-server.ts';
import { eventsOf, exampleReports } from '../support/report/ocsf-events.ts';
import { everything } from '../support/report/report-samples.ts';

// What Prowler and others read events with: it is of OCSF 1.5, and asks for more than the schema does.

const program = `
import json, sys
from py_ocsf_models.events.findings.compliance_finding import ComplianceFinding
print(len([ComplianceFinding(**json.loads(line)) for line in sys.stdin]))
`;

const missing = modelsMissing();
if (missing !== null) process.stdout.write(`skipped: events as py-ocsf-models: ${missing}\n`);

function modelsMissing(): string | null {
  if (process.env['KMSLINT_MOTO'] !== '1') return '`npm run test:moto` runs it';
  const { status } = spawnSync(python, ['-c', 'import py_ocsf_models']);
  return status === 0 ? null : 'there is no py-ocsf-models in .venv; `.ci/moto` makes it';
}

describe.skipIf(missing !== null)('py-ocsf-models', () => {
  test('takes the events of every rule', { timeout: 120_000 }, async () => {
    const reports = [...(await exampleReports()), everything];
    const events = reports.flatMap((report) => eventsOf(report, { all: true }));
    const input = events.map((event) => `${JSON.stringify(event)}\n`).join('');
    const { stdout, stderr } = spawnSync(python, ['-c', program], { input, encoding: 'utf8' });
    expect([stdout.trim(), stderr]).toEqual([String(events.length), '']);
  });
});
