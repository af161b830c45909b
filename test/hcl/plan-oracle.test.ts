import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expressions } from '../support/build/hcl-grammar.ts';
import { hasTerraform, inScratch, noTerraform, readScratch } from '../support/judge/hcl-oracle.ts';

// The same configuration for Terraform, with a resource that needs no provider, and for kmslint, with a key.
const forTerraform = { type: 'terraform_data', argument: 'input' };
const forKmslint = { type: 'aws_kms_key', argument: 'description' };

const shortly = (expression: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  expression.filter((text) => text.length < 400);
const value = shortly(
  fc.oneof(expressions.text, expressions.number, expressions.list, expressions.object),
).map((e) => `try(jsonencode(${e}), "ERR")`);
const list = shortly(expressions.list).map((e) => `try([for v in ${e} : jsonencode(v)], ["x"])`);
const repetition = fc.oneof(
  fc.constant({ head: '', each: '"once"' }),
  list.map((e) => ({ head: `count = length(${e}) % 3`, each: 'tostring(count.index)' })),
  list.map((e) => ({
    head: `for_each = { for i, v in ${e} : "k\${i}" => v }`,
    each: '"${each.key}=${each.value}"',
  })),
);

/** A root module with two calls of a child that holds a resource, and passes its argument on to a grandchild. */
const stacks = fc.record({
  root: repetition,
  call: repetition,
  inner: repetition,
  passed: value,
  local: value,
  initial: value,
});

type Stack = typeof stacks extends fc.Arbitrary<infer T> ? T : never;

function filesOf(stack: Stack, i: number, { type, argument }: typeof forKmslint) {
  const { root, call, inner, passed, local, initial } = stack;
  const block = (name: string, head: string, text: string) =>
    `resource "${type}" "${name}" {\n  ${head}\n  ${argument} = ${text}\n}\n`;
  return {
    [`main${i}.tf`]: `
locals {
  l${i} = ${local}
}
${block(`root${i}`, root.head, `"\${local.l${i}} \${${root.each}}"`)}
module "m${i}" {
  source = "./m${i}"
  ${call.head}
  x = "\${${call.each}} \${${passed}}"
}
module "bare${i}" {
  source = "./m${i}"
}
`,
    [`m${i}/main.tf`]: `
variable "x" {
  type = string
  default = null
}
locals {
  given = var.x == null ? ${initial} : var.x
}
${block('child', inner.head, `"\${local.given} \${${inner.each}}"`)}
module "deep" {
  source = "./deep"
  y = upper(local.given)
}
`,
    [`m${i}/deep/main.tf`]: `
variable "y" {}
${block('leaf', '', 'var.y')}
output "z" { value = var.y }
`,
  };
}

interface Planned {
  readonly address: string;
  readonly change: { readonly after: { readonly input?: string } | null };
}

/** Addresses and values as Terraform plans them. */
function askForPlan(files: Readonly<Record<string, string>>) {
  return inScratch({}, (directory) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
    const run = (...args: readonly string[]) => {
      const ran = spawnSync('terraform', args, {
        cwd: directory,
        encoding: 'utf8',
        maxBuffer: 1e9,
      });
      if (ran.status !== 0) throw new Error(ran.stderr);
      return ran.stdout;
    };
    run('init', '-input=false', '-no-color');
    run('plan', '-input=false', '-no-color', '-out=tfplan');
    const changes: readonly Planned[] = JSON.parse(run('show', '-json', 'tfplan')).resource_changes;
    return Object.fromEntries(
      changes.map(({ address, change }) => [
        address.replaceAll(forTerraform.type, forKmslint.type),
        change.after?.input,
      ]),
    );
  });
}

async function askForResources(files: Readonly<Record<string, string>>) {
  const { modules } = await readScratch({ '.terraform.lock.hcl': '', ...files });
  return Object.fromEntries(
    modules
      .flatMap(({ resources }) => resources)
      .map((resource) => {
        const { value: told } = resource.attribute(forKmslint.argument);
        return [resource.address, told.known ? told.value : `unknown: ${told.reason} ${told.what}`];
      }),
  );
}

it.skipIf(!hasTerraform)(
  `expands modules, count and for_each as terraform plan does${hasTerraform ? '' : ` (skipped: ${noTerraform})`}`,
  { timeout: 120_000 },
  async () => {
    const seed = Number(process.env['KMSLINT_SEED'] ?? 1);
    const sample = fc.sample(stacks, { seed, numRuns: 40 });
    const files = (dialect: typeof forKmslint) =>
      Object.assign({}, ...sample.map((stack, i) => filesOf(stack, i, dialect)));
    const [theirs, ours] = [
      await askForPlan(files(forTerraform)),
      await askForResources(files(forKmslint)),
    ];
    expect(Object.keys(theirs).length).toBeGreaterThan(150);
    expect(ours).toEqual(theirs);
  },
);
