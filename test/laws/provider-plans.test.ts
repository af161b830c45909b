import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inScratch } from '../support/judge/hcl-oracle.ts';
import { judgeDirectory } from '../support/judge/judge-hcl.ts';
import { filesOf, modules } from '../support/laws/provider-modules.ts';
import { runsOf } from '../support/laws/runs.ts';

// Terraform and the AWS provider plan a configuration; what is said of the plan contradicts nothing that is said of the source.

const mirror = process.env['KMSLINT_TERRAFORM_PLUGINS'] ?? '';
const { numRuns } = runsOf(24);

function whyNot(): string | null {
  if (spawnSync('terraform', ['version']).status !== 0) return 'there is no terraform here';
  return mirror !== '' && existsSync(mirror)
    ? null
    : 'KMSLINT_TERRAFORM_PLUGINS names no mirror of the provider hashicorp/aws';
}
const missing = whyNot();
if (missing !== null) process.stdout.write(`skipped: plans of the provider: ${missing}\n`);

function terraform(directory: string, ...args: readonly string[]): string {
  const options = { cwd: directory, encoding: 'utf8', maxBuffer: 1e9 } as const;
  const { status, stdout, stderr } = spawnSync('terraform', args, options);
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** The verdicts on managed keys by rule and address. */
async function verdicts(directory: string): Promise<ReadonlyMap<string, string>> {
  const { findings } = await judgeDirectory(directory);
  return new Map(
    findings
      .filter(({ subject }) => /\.aws_kms_key\./.test(subject))
      .map(({ ruleId, subject, kind }) => [`${ruleId} ${subject}`, kind]),
  );
}

test.skipIf(missing !== null)('source and plan agree on every key', async () => {
  const files = filesOf(fc.sample(modules, { numRuns, ...(numRuns === 24 ? { seed: 1 } : {}) }));
  const [source, plan] = await inScratch({ '.git/HEAD': '' }, async (directory) => {
    const infra = join(directory, 'infra');
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(infra, name)), { recursive: true });
      writeFileSync(join(infra, name), text);
    }
    terraform(infra, 'init', '-input=false', `-plugin-dir=${mirror}`);
    terraform(infra, 'plan', '-input=false', '-refresh=false', '-out=tfplan');
    const shown = terraform(infra, 'show', '-json', 'tfplan');
    const own = await verdicts(infra);
    const apart = join(directory, 'apart');
    mkdirSync(apart);
    writeFileSync(join(apart, 'plan.json'), shown);
    return [own, await verdicts(apart)];
  });
  const differing = [...plan].flatMap(([name, kind]) => {
    const other = source.get(name);
    return other === undefined || other === kind ? [] : [{ name, source: other, plan: kind }];
  });
  // A local's expression is in no plan: which key an alias behind one has, the plan cannot tell.
  const undecided = differing.filter((one) => one.plan === 'open');
  expect(differing.filter((one) => one.plan !== 'open')).toEqual([]);
  expect(undecided.filter(({ name }) => !name.startsWith('manual-rotation'))).toEqual([]);
  expect(plan.size).toBeGreaterThan(numRuns * 10);
});
