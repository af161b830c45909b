// Thousands of states in a directory, against a process that reads and parses the same files and does nothing else.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare, mib, ms, printTable, times } from './measure.js';

const cli = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
const runs = Number(process.env.BENCH_RUNS ?? 3);
const scratch = mkdtempSync(join(tmpdir(), 'kmslint-bench-'));
const bare = (directory) => [
  '-e',
  `const fs = require('node:fs');
  for (const name of fs.readdirSync(${JSON.stringify(directory)}))
    JSON.parse(fs.readFileSync(${JSON.stringify(directory)} + '/' + name, 'utf8'));`,
];

/** A raw state of which every so many resources are one key. */
function state(i, resources, every) {
  return JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial: 1,
    lineage: `lineage-${i}`,
    outputs: {},
    resources: Array.from({ length: resources }, (_, n) => ({
      mode: 'managed',
      type: (n + 1) % every === 0 ? 'aws_kms_key' : 'aws_security_group_rule',
      name: `r${n}`,
      provider: 'provider["registry.terraform.io/hashicorp/aws"]',
      instances: [{ schema_version: 0, attributes: (n + 1) % every === 0 ? key(i, n) : rule(n) }],
    })),
    check_results: null,
  });
}

function key(i, n) {
  const id = `${i}-${n}`;
  return {
    arn: `arn:aws:kms:eu-west-1:111122223333:key/${id}`,
    customer_master_key_spec: 'SYMMETRIC_DEFAULT',
    enable_key_rotation: true,
    id,
    is_enabled: true,
    key_id: id,
    key_usage: 'ENCRYPT_DECRYPT',
    policy:
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}]}',
    rotation_period_in_days: 365,
    tags: {},
  };
}

function rule(n) {
  return {
    cidr_blocks: ['10.0.0.0/8'],
    description: 'x'.repeat(300),
    from_port: n,
    id: `sgr-${n}`,
    protocol: 'tcp',
    security_group_id: `sg-${n}`,
    to_port: n,
  };
}

/** Where the keys are: in one state of a hundred, or in every one. */
const layouts = {
  'keys in 1 % of the states': (i) => state(i, 200, i % 100 === 0 ? 100 : Infinity),
  'keys are 1 % of each state': (i) => state(i, 200, 100),
};

try {
  const rows = [
    ['layout', 'states', 'kmslint', 'bare Node', 'wall', 'CPU', 'kmslint peak', 'bare peak'],
  ];
  for (const [layout, make] of Object.entries(layouts)) {
    for (const count of [500, 5000]) {
      const directory = join(scratch, 'states');
      mkdirSync(directory);
      for (let i = 0; i < count; i++) writeFileSync(join(directory, `${i}.tfstate`), make(i));
      const { wall, cpu, peak } = await compare(
        { args: [cli, '--no-config', '--fail-on', 'none', directory] },
        { args: bare(directory) },
        runs,
      );
      rows.push([
        layout,
        String(count),
        ms(wall.a),
        ms(wall.b),
        times(wall.ratio),
        times(cpu.ratio),
        mib(peak.a),
        mib(peak.b),
      ]);
      rmSync(directory, { recursive: true });
    }
  }
  console.log(`median of ${runs} runs, in turn\n`);
  printTable(rows);
} finally {
  rmSync(scratch, { recursive: true });
}
